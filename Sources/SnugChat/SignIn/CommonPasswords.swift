import Crypto

/// The passwords that are tried first, so that nobody has one of them (ASVS 5.0 6.2.4; NIST SP 800-63B §3.1.1.2).
///
/// The 3,000 commonest of eight characters or more in each of two public lists: that of zxcvbn 4.4.28 (Dropbox, MIT
/// licence) and that of Django 5.1 (BSD licence); 4833 passwords. Kept is what tells them apart, the first four bytes of
/// each one's SHA-256, lower-cased: one in a million other passwords is refused with them.
enum CommonPasswords {
    /// Returns true if a password is one of them, in any case of its letters.
    static func holds(_ password: String) -> Bool { marks.contains(mark(of: password.lowercased())) }

    /// Returns true if a password is a word that is obvious here, once or more, with at most three characters around
    /// it.
    ///
    /// Words of fewer than four characters do not count.
    /// - Parameter context: the site's name, or an address: the whole of it, what is before the `@`, its domain.
    static func isMadeOf(_ password: String, _ context: String) -> Bool {
        let password = password.lowercased()
        let whole = context.lowercased()
        let words = [whole] + whole.split { $0 == "@" || $0 == "." }.map(String.init)
        return words.contains { word in
            word.count >= 4 && password.contains(word) && password.replacing(word, with: "").count <= 3
        }
    }

    private static func mark(of password: String) -> UInt32 {
        SHA256.hash(data: Array(password.utf8)).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static let marks: Set<UInt32> = {
        var marks: Set<UInt32> = []
        var bits: UInt64 = 0
        var count = 0
        for character in packed.utf8 {
            guard let value = alphabet.firstIndex(of: character) else { continue }
            bits = bits << 6 | UInt64(value)
            count += 6
            if count >= 32 {
                count -= 32
                marks.insert(UInt32(truncatingIfNeeded: bits >> UInt64(count)))
            }
        }
        return marks
    }()

    /// RFC 4648 §4.
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let packed = """
        AASLpQAMX80AEWODABb+oAApUlcAPuHPAEadVwBOAYcAVPIYAHNU+wCAHsYAiQ6RAI3VUACYDSkAnbp+AKG1tgClzNsAuPniAL3bNgDJcMgA
        ztqJANhcKwDgZIsA5AflAOrVeQEEU1ABC995ASL3iAEi+WYBOaxvAVuKjAFes0UBXwXCAWIRSAF4PnQBiOqkAYzD6AGgxmsBoho3AbbEdQHA
        J3YBz59WAdSCuAHbcasB9t6eAflsZAIA8DMCC94GAiRr9QIxevUCS2r2AlCvggJnxnsCbG+bAnH4xQJ6DLQCl1VBAshVvALTLygC+n5PAyzB
        HwMwY4gDOROCAz2O3QNJE5IDZcrBA2iIIAN15gwDfo6TA4W9cQOy/EUDyM5TA9svqQPfLl8D30vmA+t2zgQCT90EItQsBCYsWwQv6MQEW6vc
        BJGchASlyyYE1Sv7BOcwKQTne/gE78WQBPZtFgUPmT4FFRSwBS2Z6gVC2IcFR7NiBU47MAVRFNsFVKXfBWI7XgVoOawFakG4BXQy5QV0sCMF
        e6A9BX98sQWUQokFmgAZBaZCIQXAioQFwxfiBcX27wXGPVMFyPdBBdaeFQX0EZsF++sQBg8t1gYvqhcGMGaNBkpDgwZL0jkGWWLaBl7DhAaC
        xfIGkmpSBp/KAAah2L8Gp5KPBqyJ1Qa06rMG2RAABt2zewblW2MG91++BvodNAcIHFkHFROQBzB3hAc1booHOSDKBz7kugdaQhoHYRmyB2qJ
        wgeCy1EHgv5BB5I6WweY8FoHoKO9B6X94AeqiZUHxHPMB8lcGwf5F0AH/xylCBYesQgaymwIIXDGCDNU9ghCKKEISDd4CHdRgwiVQlAItIXC
        CLXEFQi+2CQIzTNGCNIQ5QjUn7EI140ICOf63Ajr3AQI/rxgCQ5gWgkRNloJE2QCCS1eIAlA0BIJTaz6CVUp3AlqAt4JbNt1CXxudAmCX7MJ
        kbzECZmmmQmeEREJpM9/CbYy2wm20hkJxYf7CceHVgn7p5QKBdeyCggH+QoOy7cKEjGQCjEUBgo2TlYKPxPGCkKwDApJkuoKZySLCm1ZOQp2
        JIcKgT9bCoYFDwqju1kKsCZYCuL2xwr2UxkLFNUBCxXMtgsZyasLIphECyTDWwtFr50LR40OC2fgHQtr7NsLfXXAC3/o/wupXmILrzj1C7gE
        9wu+XK4LwHRBC9iy4QvluG0L7hVVDAjA0gwVkFgMJHNNDCTzxww9Ev0MPZk5DES+nwxldxYMeTZGDHmcewyIzIYMlX6fDJbLSwylgnAMt8vh
        DNLd+Q0EyVsNFwnMDR6kwg0mMXoNKkdODS406A1EblINSIkzDUoo5Q1TqF4NfqILDYJmWQ2I7nsNmoR0DaC5Qw2uTYUNzYZXDeUCrA4FMsoO
        BWutDgY3oA4dWTIONCuiDjc0Rg5DZQsOSB4mDljTqA5dZZQOsMuPDrDp/Q7PAD4Oz9/oDtvf+g71pnAO/jz8DwaMTw8GtSEPFAiTDxQagg8q
        8+YPNKM1DzloOA9H3YcPSIaDD2bR6w9oocIPaluxD2u2rg995NoPq3muD75vLQ/pEVoP81KvD/ZAkw/5+UgP/lpTED8iKBBEpj0QSuzWEFJg
        6hBhyxcQYoz8EHgW5hCRAIcQyMY0EPG53xD2GCsRAae0ERSNjxEVbNIRQPDFEULDdxFWUzERdgQQEXh8DRGAQSoRmaPkEbm4QRG+RPcRv9R2
        Ec6BiRHUBBcR2QIwEdwt+RHiU8kR+SLzEgj9tRIOIRcSD5ctEiAmAhIkR3kSRRrAEmmDUBJrQ58Sd1NIEn7mJRKP+lQSlE8iEp22lRKtSj4S
        v6XsEsgxphLIc3AS1HE4EtTm/BLgOjIS4n/gEvnsBxMFSFoTDA2lEzoZYxNNV6YTUPhNE1uaThNttMITcC+xE46I+hOfdNYTn8j6E6GkXBOl
        vnkTpcICE6phJxO6GeoTxPHrE8w1jBPSSfIT6DlWE+rtxRQnK9MUNwWyFEFSfhREOlwUTSzbFI3oBBSXPqQUpAU0FK51vxSy2R0U1FaKFOQF
        DRTzHdkU+PS7FQXh+BUPDpEVEX1vFRrdPhUj6dEVLfN/FS8iXBU0l/EVO6uqFUxMURVX3jUVZxeNFX/FURWXiSkVpLO2Faz9xxXXwaoV2sw/
        FeKw0xXmuwwWFRlRFiIjsBYw0k8WQ+NxFkxORhZOcIoWUJ5sFmA4LRZvfwUWd5UCFo5L4RagtNIWoO6wFr7f2hbXluIW3AAzFvDpzxbxTqcW
        8w+nFvUM8Bb3in0XBOLuFxA7BBcYwksXGqxyFy1dpRdBfr8XRY+4F0elfRddkyQXXzxPF2weaRdzTCMXdWMVF3vIwheapUwXnTpNF6eeeBe/
        yUcX4d7jF/gHVBf9rNMYQxvAGEhloRhl5PkYg/fEGLZZAhjDE+MYxHpXGMbQURjLBx4YzE8KGMy6GBjXivAZBrGxGQljVRkKa7MZJ9gDGSwz
        yhlsViwZeRc2GXr6KhmDAB8ZhVdtGaUXpRmmOOoZqD3IGa44txnjwxAaD96XGhijERoiIK0aLT4+GjMO/RpN14saU3atGlSb1Rpnyr0adfBc
        GolhShqLs9EamgDGGqBGAhqjVYoaprfZGu24Qxryk6ga+gskGv16kBr9qJcbCK64GxLFDxsk4MEbPVD+Gz21jxtAIbUbT3KwG1MGPhtfghIb
        bt7LG3MnXxuMv18bkkdsG5WQ9RuXSWsbpJatG60B5hvNvM8b2PdgG/7T4RwJ5dccE1JgHBiKbRwbIR8cHVDHHCBRWhw3A7UcRDyrHEX2xxxG
        czkcTx9dHFu3nhxdg9ocYyQjHGmdBhx4Of0cgWAMHIgWsRyItSQcmK6WHJ+O7BysOnoctAa6HLqZehzMUhIc46itHO5G7RzxiiQc/Q7/HQrf
        HR0la10dL766HUWtrB1LQckdUzxnHVQyEh1WIAAdWNYGHVnrUB1chvkdmW4DHaBnKx2wBGsdtVQqHbhrSR3B96kd14veHdkwjR33TYod/qHM
        HgB60B4EvUIeED/eHhrokx4eV4EeH1NBHjCxSh47uJQeTfHWHk9SqR5crVkeZwN7HmmUZh6QJUkepj+hHq5QSh6v6CYesut9HrsGix7ICtYe
        3krSHuaGsx7v96Ae/dxuHyCtFx8lT6ofPOQEH0iVgh9ReUQfV4YGH1wW9h9lB3Yfc6AYH4wXlx+nlPoftWXFH9OOzR/WICwf3z7VH/BK6B/w
        iOcgD1GDICupByA7cLUgPTU2IFBM3yBVVvEgjP8TIJZINiCwSk8gsVPzILcT0CDJ8z0g0aFBIOgpHSEC714hA670IQovzSEj9s0hLUo9IUK4
        EiFEpW8hi4G3IY03PCGTLCAhnS7mIavM9iG6UwUhxqygIduzbiHiWqYh42OvIhd7byIXxqciGzf8IhwXZyIvmUciMV1hIj2HXSI+aeIiPqCV
        Ik7GfCJXGOgiXHEbInZYSyJ7sOwihYd/IqK8IiKmDlQizZthItM+hCLqKC4i7bsjIvOrvCMEF2sjKFHDIzbi7CNFlXgjWu4wI2jPVyNzINUj
        te0pI78NJCPLsG0j1Qy5I9Z6xCPrkdwj8fqcI/PZ0yP1MgYj/J8EJAJDCCQFgIckBvRuJApJ1yQL5RgkE/s3JBo4tCQ1uYskOrA1JD22PiRA
        1MYkW8l+JGt1ViR5+A8klQDNJJ0fnCSp8Q8kwjr1JMc3QiTKzzck2bitJODwriTiW+0k602gJPNE6iUT8TIlQiUGJUeIeyVKokglVnUtJV2P
        YyVgHnEld0rFJYPtESWFr6UljyZOJY+oSiWQFvolrKStJbd9JCXnM2sl9iCdJfaLFiYDxEsmGL5dJleFaSZc52cmktQbJqJ+Wya5RzMmxGv5
        JsmOwybcut0m+j6+JxE3FCceVtknKdkoJzJZRydCxAMnTGvhJ0yACSdRtm8nVCJsJ1T9QCeeuIwnqW44J8xplCfQsJMn4gdlJ+wspifuz5cn
        /oGUKBELLygWUUUoGC8KKB2SYignSzsoKIuPKDElNihKdQcoT/87KF1mvShn8wYobj7VKHgKPCh9xpIohrC3KIejLiiodZooqvgVKKtPiSit
        mxkosHx6KLOLFSi7eswov/9FKMnPTCjSS30o1H2PKO55PCjwEW4o9hVRKQpjgykZbmwpM+emKT3g5ilDpWcpVcLBKV+lKylloB4paPYLKXR0
        SSl5uYopfviFKYNQsSmOwtcpkqK8KaADXymiIcYpqujOKc2YESnSBhAp1SnGKe3cain2SHEqCXg7KgvqSCoOWEcqFqmWKhrw/CojLR0qJIeR
        KjpqNCo9Z/AqXpZ4KmBgtSpvkpgqcBjeKnhOASqOIWsq25qSKvWpoir7XCwrCCBnKyCCxSsiGXArJQv1Kzr/QCtKWf4rWGdaK3hHtyuZiRwr
        pA67K6SoQCuwQi4r4I92K+Qj/yvxCVosDyuULBVpnywglwwsNKSLLD1AOCxAIJMsR3niLFi4Oyxave8sZFGnLHcPRyx7cdEshZ3dLJq7byys
        OcIstMKsLL4TlyzOGhks55RaLQx/cy0hJIstIi0FLSyF9i0uRzItMwUHLTbzWy1HlbUtT67oLV9a6C1jf14tadrFLYyRHi3Sh7wuErUcLi2F
        LS4wWSQuNP2CLje/Sy5EvY8uUWcoLlQeAC5iyNYuevfpLoRK1i6I5rYujbOsLpl0tS60mmMuvaOXLs7IQS7r9nku+netLwDHDS8IdSQvM8Xk
        L0KfyC9fbOUvcu6JL4gVgS+OloMvlXZqL6QmNS+sihkv3ZlcL+cPjy/ulVgv7vufMAQwmjAJCLkwDLLXMC6s9zAuwhswOSSWMEb3UTBJofgw
        V+JTMGl9JjBwNP8wfcdsMIoXPjCRblgwliurMKmJrzDCk/IwzOAUMM3WczDQ4DUw4rMkMRPJ5DEe9kMxJDPCMTCUSTE8HsoxRm/YMVfTdzGA
        UQgxiRo5MaLVKDGzmcwxwoZWMcyWUDHaiV0x96UPMfsCDTIB6aAyA1OeMg7mMzIX1XAyN0pFMjf53zJDANwyULSmMmQRrzJ4PO8yenOAMqZA
        vDK09XYyu7SUMtCDADLp3RAzD8USMx2F8DMhXz4zI5TpMy0epzMy5e4zM/a9M0pP/DNmZbAzbb4LM3CTezN2+lQzilGNM4sWkzOWK/gzoAoM
        M6fT2jOxuyYzwqoUM8XruzPGHwwzy/K8M+DbhDPp+KQz8QpNM/Y/3DQc+QI0NiUbNDy5xDRII4Q0SX/gNGxMmjR9XkM0gdlfNJ2UhzSdv1o0
        npCaNKYOwzS404A03OEqNPeSaDT//so1BDS6NR3NzDUyYmA1N52cNTkPVDU667g1Pz12NUB45TVDnkA1SCvPNUq5SDVVUCU1VW6ONVgZ0TVg
        TwE1aoL8NX6hNDWAySY1ryX1NbraRzW+LPU1wLu8Nc4HbDXOXwg1+CwENfkVZjYxQos2OH4QNkmp3TZPXwU2YmGANnTPczZ3E4w2eg2ANort
        7zaYJpk2n2FoNqK+rzaqFag2rnBJNrd3LTbYPtQ2489GNuz5Ezbv1lk2/empNwUStjcFYRc3CB6lNwpz5Tcbc9Q3G6HbNx/DGDcmgzU3VbQX
        N1a1+jdj5y03aAWSN2nx3zd5eRA3gmU4N4ZIizeYGdE3oZnDN6R1yTepNJs3qTkwN+gBkTfoBoo4D5dxOBfQITgYe5U4HZ72OC5QNTg4FH04
        S+NHOG7yLzh5nnc4fhCMOJITjDiVZPk4nUY4OKS5Bjimmyk4u6QhOL6E3DjKzdM489FiOP1AtjkXGIA5N2aoOTeU/DlKXO85UgbwOV8pEDly
        VSc5cssPOZBE/zmjnRs5p1lcObIz/Tm4k+w5vWeBOcarITnIsQI529CQOecmnTnugUQ5+D3TOgIlBjoSDcE6LBZCOi500zpCzjQ6QwFwOkPb
        qTpFc+46TnOqOldFoDpbiZA6XZeXOmBp2Tpi7oA6binnOnOVQjp0SC06eSkyOpvowzqdcgM62H1IOu/R3zr2I+07A/skOw/g0zsTmS07Mxvi
        O0ddcjtYmHs7a3W0O3hYsDuA0487kCtuO5EEVjucIUQ7r/V1O79cnTvL1Ko73B6GO+IjsDv3q2g7/RCIPApXmzwPTOI8JEI1PClaFDwzMQI8
        NCodPDc/STw++/s8QjfgPE75ZjxS9wA8ZE66PGTQLjxwt1A8jd4WPJ1BHzyfoh08n9rPPLViyDzClmE83ihAPPLPGjz3MlM8+oRVPQATbD0B
        HpI9EheEPR7L5j0vow89QU6lPUK11T1Z91Q9jaLkPZzbKT2k9Bw9v8mAPcQ9uz3eblQ+EpesPi3esT4vKpg+PWooPktITz5McZI+aKyIPnQh
        5j55Q0g+ezoZPoGSzz6JL14+nwupPqXs8j66gg4+urn1Pu8M0T8HY9w/CNj6PxMplT8TxMw/HTxAPy/aTT8zccc/Ojq4P3lj5D98gtY/f+D7
        P4N18z+GRoI/mmG+P5z9UT+i6SM/oz2oP7MS+D/Jtok/zdU2P9E9qD/bOPE/3e+XP+whMT/2oHhABGTpQAlNCkATPFRAHLCjQCaW+0Au7RFA
        MkUBQDpsVUA/RaBASDWTQEk2QkBZdcNAXcdWQHNwMEB0dABAfuiSQJCs2kChO3RAsbu1QLR4PEC2ZCtAu7OeQORA4kD1mMxBSV99QVD60kFS
        UPxBW1rzQV7MgkGU0XBBovkUQaj4dUHQLztB4wLaQeOgSUH+I5NCCvJFQg4I+kIQmv9CJ2liQjFRRkI0jKVCNqs9Qjr410JA6hBCTTPfQk1K
        r0JPHARCVR90Qmu6wUKFQuZCtZPiQrW/akK4aatCuRC0QsEIWELe+XRC84wSQwMVCkMKaNlDD7zFQxCISkMyUmpDNFPpQ0b/kkN+jKFDkIdI
        Q5EAaUOp8A1DsuTxQ81Q7kPV09ZD/3ktRAh2FEQe1+5ERPWkRFivy0RkjeFEaSXORHuUD0SNZzFEmyPxRJ9+mESiFLREs8UARNobikTePtRE
        +z8tRP/ekUUF5QBFKUWHRUGXukVXlJpFj+nKRabDyEWo9q9FqXoRRatblUWxU0VFxMSSRdCyJkXWQTdF3a2yRejz2UX2P/hGHXobRiPzC0Yq
        7CxGSX66RmSFDkZ0MJBGfY96RoP6vkaFujpGkn4BRpYPukaXn0RGmoLrRqKBzUbHWehGz9KqRtp58Ebhe6VG5KJSRvq9Vkb6yTpG+vtrRwkE
        jEcdlBBHHhnJRzANMkc2C4xHYCg/R2UH00dpeLBHbkLxR3xTr0eB/kpHhlQdR4uMhUeVRIlHmiRsR9IGWkfhumZH7yAgSBDrFkgWbHxIKBDE
        SDRTN0hMeHJIobfcSLU3JUi6ySZIxaHSSMoViUjKr7ZIywBBSNKlu0jcEwNI8+SDSPZA/UkTfnFJIrC2SS8/OElPSe9JcHxNSYF1bUmEUwRJ
        iUauSZPWh0mT7uBJmrOWSaMxq0nBxQpJ+qreSf8D8kn/oFlKB6QxSgozm0orXhhKNISzSkUm4kpVCgpKWgxTSnbWp0qXP/5KsTNcSrbP+kq5
        85hK2BUbSt/5TksS4D1LFXM8Sx1CEUse5IpLH29TSzCrKksyilVLNmgnS1Kaw0tjqQFLY8NFS3oHoEuFzKdLjzU4S78KaEvBDHdLw81RS8WX
        8UvfP7pL4EXPS+BMmEvh1LtL6yF+S/vffkwCw2hMB9ziTAxuA0wSNSpMG5uzTGbnBExnqghMaj4eTHE7ZkyTWy1MlVOATJzoBUyp9XFMtsV/
        TLpdeUy+Os5Mx6SzTOLRCUzqtGJM8MEBTPeNB0z4xXZNEYGKTRh63U0dwrpNNvMiTTkZgk1LjCdNTqhqTU8mNk1c9/5NkL44Ta7+jE27FG5N
        yrDYTcuC7E3PMrJN0/ZmTdTzg03WjipN7TNqTgTRCU4YEj5OGqE8TiBhPk4ild1OJU1STj/9qE5MVuROTj0UTo8TZU6TlMpOmJWuTqRj706l
        UghOzNxqTtKPgk71rdVPGY7qTyJJFE8i31RPMmfTTzT5DU9WOuNPcynUT5Tj4U+WhNRPnxCzT7XKO0+7GSlPwxFyT8UKJE/QfBdP0Ug4T/9d
        olAGmUFQB1GiUBZup1AcI7hQHVrLUB+eWlAwxb1QMqj2UGG1HFBnR55QcOCKUHVs1VCEcERQlNytUJheFlCeh6ZQqKpVULL/UFC1neFQvM2x
        UMZ+YVDGj+RQzTfMUM1XplDddqFQ3vSxUOrtRFEAW0tRKaSmUUat4lGDVk9RiCgTUY/l9VGQdvdRo62wUcv0V1HipGdR5OZQUgIz21IDZNdS
        C+ujUgzDO1IRKhxSJjTVUiznBVIy4SNSOqGOUkIhZlJbkfVSaYq4Um+YFlJ6KbFSjTe0UsJ5rVLvPY1TDHFJUxr9llMzamdTRkPHU0iTclNJ
        H0tTSkqOU09SnFNZ7sFTjoUhU7hJ7FO9vFRTv3taU9QyL1PUU7BT4pdbVBFwOFQlpWVULgFTVDOLVlQ8O/tUXwcCVF9aqlRm8xFUg9XfVIYr
        TFSdhVFUsnMZVLLrelTScKBU3AtUVPXoeFUV1w5VVc/vVW5gCVVvnLRViQN+VaXp51WnMolVtIoRVb4H91XBhQRVxuaVVcgqRFXRYaFV3ghD
        VeAgCFXgUjRV5rg4VgBxX1YBHj9WBdgNVhhF01YYrKNWKX28Vi5iuFZvweZWdXvqVnayMFZ+qqNWll4qVqfSM1a1RVhWt9y7VrjDU1cVQ4dX
        SaCHV1ZEuldwAR9XgeyoV6SRHFe0cmlXuXYnV8p2eVfffwJX5R9HV+oqulfuiS5X8V1xV/JWz1fz66tX9tqGV/rIV1gVdV9YGbAFWCW+V1g5
        kL5YQDi1WEcfDFhgg25YahcbWG3vBFiE95hYjTz/WI7ma1ikqHlYyXIvWMve0Fj4fiZY+WapWQYF61kGrDZZEtVZWRaCt1kjjg9ZMZV5WTtN
        61lLEVlZVJn4WVqSqVlehe9ZYHHmWXWF6FmEJwNZihpAWZOzQlmUXaJZmkQQWbJhglm0klRZxwA2WccsH1nJrodZzLBNWeBct1nhZodaJm0d
        WilWMlo4H4NaXt8zWnOyqVp5fgRamMNAWpt/RFqt9a9avEKAWs5JgVrS2opbHkX+Wy5MdltCOJ5bXLHqW14uy1uITG9biQcXW5AHGluXRIVb
        m5CdW5/GPFuhnupbtF/aW7ZbslvAMrJby4DQW9ZQLFvZ3Htb4IiLW/D84VwbsChcNPH+XD5wJVxIiwZcUWqMXFH3kVxho3tcfUyoXIBWXVyB
        W+5cjxsxXLhJXVy8GP5cvsPJXNS88lzVYz1c5f1aXPaIWF0JIktdDAqxXS08611Kt+5dThuzXVbaT11aWY1dWnCiXZUDa1214PBdtsV3XcJq
        bV39RuJeMYGBXk/4615XngFeYI17XmoJUV5zf4lehgo9XocX3V6ISJheic7OXpD31V6oNIVex3LzXto82l7yw5RfEFn/Xx7C/F8olEtfL9Kx
        Xzs7YV9bJK1fX9lWX6Ecyl+tp+Jfvg10X8PlfF/WBVxf/H38X/7S4WAR16hgQG7/YFR7tGBnPGxghf7iYJYOZWCv30hgtAizYLQLeGC7U9Vg
        v/ogYMi7bWDL5Slg6hEOYPJ9c2D1jBFg+A6uYQSSiWEFiothGKQ/YRr1vWEkiVZhPE11YUHIe2FB5zxhQr5yYVU8GmFe1/thcDTCYYJJJWGC
        xnhhiLTsYal9B2HdKfJh4LH9YeJL5mHyOqRiEktdYh5yOWIhPDBiJsyuYim68WI2lU5iPKA7YkZe6mJXQvxiZdsMYmhNY2JrIIpibjyAYnCA
        V2J/H69ihhK4YoYmBGKz0NJiu1ZXYtcI/GLZtWti/Bq9YxFKHmMdixZjH/pQYy16qGNAED9jZAJkY2kW9GNrZ3RjbVzVY24ql2Nu6qtjdPXY
        Y4Ler2OxNNljuujiY9HKK2PYHcVkAeZ1ZExcdWRgYkxkaZuqZGv3MWRwnMFkdlDEZItKH2SaUHtkv+/nZNcuXGTfCoZk4OWuZQAxpmUIfThl
        DcAtZQ4Hf2UVHrllH1PaZSf/0GUsfcZlSb7hZVhP22V9/OtliZg9ZYp7rmWVGbdlmXrwZalgmmWvrTpls9A2ZbQzFGW9zhZl3VYgZeL00mXj
        tYRl5iucZeqZ1GYLw4lmDSA3Zi1HFGY2sxhmYDYAZn1QGmaT781mmVN/Zq/16ma+/u1mxGcxZtMrTWbUEgxm2+NIZusnhGbr1N1m9i0YZv0D
        xGcgTJNnLoV7Z2J3lWd2eo9nea1MZ4D2mmeTuTpnrpaaZ7cbvGfbBP1n8/RRaALT4WgHsM1oJrX7aCbzXmhA9/hoRbfgaFDKNWhUQSNobjoe
        aHs0amiEiC1oiF/saIkt2miZyv1on2YKaKUyPmi/AQlowKFBaMUaumjW6ado56LzaP3Dnmj/Y/tpFsyMaRfJuWkw3ahpT5I5aVWykWlaObtp
        Xn6TaV9wHWlue/JpdI11aYGwG2mDPnhpljNeadoG42nmcSBp6/YXaexbxGn1tD9p+1P1agraJ2oLj0xqDcAbaikax2o4FChqX3KJamI2LGpm
        bF1qjNWgapInrmqTAAZqmhAhaq+wCGq7JZhqvSHQatYEaWriFxZq99Xfav5AYWsaIwBrH9Coay8pQmtDln1rTzhda1ZelWtssOprjiX7a5vx
        N2utIWRrtntXa7udjGvFnLxr1Bj8a9znl2vjeQVr6aNca/vXCWwtkI1sR1/dbF8oWmxq2llsbllFbH3YC2yKc5Vsp+t3bLUa02y5fZlswe/f
        bM6i0GzWozxs5nmwbOwmJmztUmZs9NHmbPYV1W0Ma05tIFgGbS3r0m1Q9qttXUXVbWQlSG1yDCdtdBPTbX4qqG2SuHhtlDpYbanv2223Ught
        2Vvcbfpe2W4AB0ZuEANkbhKuA24oWhpuRdyEblvHiW5hLCxugcDDbpfK8W6YtIRuoGP8bsiiT27IyLNu21Lnbug9C27qiwRu9y9DbwO2128i
        tk5vN1r4bzfWb28556xvVzFXb12pL29ekFFvavzDb3IIuW9+C05vh8Vcb7gLNm/SLkFv0ogxb+VgVXABpq1wEDOucBZn73A50g1wRLd/cEkg
        AXBb4dtwijUPcJDr4XCm1VBwrPxicK3SWHCx5K5wthRPcNSLMnDkSO9w7KqYcPLsxHD5gHhxBILqcQjFWnEJuENxDDkGcT7EZXE/w5BxTqAI
        cVNux3FUxu5xXgABcaUW33GnV9ZxrfEsccDsunHgUy5x8w31cguQpXINAUtyJTJMci9FxHIyWilyOZNhckbSsnJ+WuNylna3cqfDtnKrmU9y
        vsS9csapr3LJiQ9y51kocupUT3MEhHdzBVH1cx5upnM0lcxzOXJRczwN6XNCPHdzSPM8c1cB8nOGj5ZznsRIc7DtBHO16ulzzRsWc9CiGXP+
        fkF0BePvdAf1PHQdkSx0MFYWdDCjvnQ/z9Z0Um8WdF0/tXRmy190bOINdHS5YnR5OWN0grpvdJms7XSifFV0rjI/dLWoIHS2jIF0wlppdMNs
        SnTHv5x02RxVdO961HTxEnZ08cPidPLM/HT2xBZ0+3yZdPygMnT+I7B1A+5SdQ9juXUcWf51I2YZdS9QLnUvY5d1QGj5dWcrW3V3bqd1fOUR
        dYIqlnWTaft1wglwddzE6nXrk/118ujddhnujHYtrux2QDcTdlVemXZa2fR2XluadnaA2HZ3piF2exgbdoEvRnaPvMR2kjrydrTng3a2T6N2
        wkVDduHLW3bvDJ52+VDEdwEaiHcGHxt3DBS8dw/swHcusWd3LrzRdy8Wb3cyDMd3NhRWdz8ph3dFkQV3T8XQd1ucIHdkiHd3dSTwd4zHAneT
        uhp3sXE6d7XDMHf4FjB3/KE0eAOggngEzAp4FU31eCH1zXgmuVh4MgakeD4TBnhjfMF4Y6N5eHEy7HiWd3h44KBheOXI+HjrC7d47kwaePWl
        CnkEeR95C9CaeRFS0nkjv6F5MBsieTXCc3k3yJF5PaF6eT6RXHk/S+R5TzKBeVhH73lauNZ5ZRXHeWVlKHl8r5F5kqZYeZjtMXmqk8l5u40p
        ecJJVHnC9aJ5x+4VecogV3nOmIt56pNYefIkCXoBrDd6DRr4ehH2e3ol+qx6KGwNei5zI3oxgLp6NFulejR32no4GPh6R9Ruelx7XnpdVf96
        dfi1engBM3p62+x6fOdYeqID9HqrBs16vgzZes+8EHrjMzp66eo7eu4Xlnr1BVB6+ECAeynoSHszgeF7P3WEe2eSyXt5zkZ7itXSe5zzQHui
        B5F7qZ/he7FL2HuzW3J7vF4Oe+iOEnv9S+J8Eh3BfBLbVHwWeyJ8F/sJfChSgXwxNhd8RR/NfElZyXxKXCR8XBJafGVxsXxmrjR8cjgLfIxg
        oXycmqF8psd5fMWCQXzVGRx88+SAfRBt6n0SjEx9FNP7fSxs830xa5N9OIUqfUXwhn1GOS99XUsffV4DjX1jVG19aIu1fWkUL31pJ3N9dnBf
        faBlIH2hsEV9z0B/fdGu/34FDGp+Bx/ZfjO6wH5f8SJ+aGVZfnerRn553NF+jUTqfo7qXH6g9P1+qpaEfs+k2H7US6J+4M45fu9Kz370UvV/
        IVUbfyQmpH8ndLJ/Pm0nf1FpCH9XQft/W8/6f2mGLH9+BbF/f4pgf4L3Kn+J9iF/uXjLf8Xz03/MX/B/0G8Of9CSUH/g7Kt/4wJMf+sAVYAA
        T0KACaLegArWIIAZ2X2AHQs+gCydboBjec2AmT8FgJw5hICsaXqA1BxUgNT5I4DVlaGA1xFAgNm1qoDZ9UuA3xJUgPcEM4D6TUuBDp6JgTxZ
        G4FBsSyBTirggWHgE4GSEKuBlCOmgZcnuoGcUqCBne1fgcv04YHPRH6B0G/pgd2jQ4HlseaCA0TpggwFd4IWF5GCHLASgigLt4JEXySCTp1Z
        glQV/4Js/6qCcPKCgoBmJ4KEoyGCj+u3gpRUfoKYRr+CmdLygqg51YKwrqiCvP5cgsaOHYLSQ+iC0wQrgtpm7YLhiSeC5TsMgv4mwIMOWQKD
        MkmkgzU/xYM/hI6DWQw8g2VZG4NpvLmDed1Bg51lF4OmtI2D3c5Cg9/yTYP51y+D+5DXhABrx4QIFfOELxhohDCL6oRcEeKEYjq+hHWJ4YR1
        ouGEeNG0hH0gCYR/6OCEgW/zhJOBkYScOYOEq1gDhNiYd4TZxLiE3ZZWhOvBuoT0bRuE9Q6JhPolHYUGKV2FCozShSaT94UnH52FKatohT28
        OYVJuUyFYWwghXHCMYVzj4+FkCUJhZMmRYXAPr+FwmXFhd3y3YXl6ROF56rhhfRVCYX9fIiGGCfrhi14iIY0mN+GNMHUhjePyoZAlHOGYiE2
        hmVyvoZnw+yGl5tThpmtKobBK6aGzCbXhtqjz4bnqCGHArBghwU2EocHi6+HH/RUhysVgYdF+GaHSQVMh1Av/YdgZjuHc/ySh3QA3Id4D6WH
        lhC6h5xaMYe/ePSHx1euh8jWu4fQDdaH4yGrh+n+AYf9i1CH/qXhiACSGYgCx6+IE+ZPiCCZr4glExaIMo0+iDUAxohDOjaISjObiExhU4hP
        RYqIZwv2iGuQS4h0ytWIea3eiHoE5oiTQ+WIoybjiLHe6ojDjN6I0gGTiNmKGIjobUeI+U6riP9CN4kHpJmJJ8oTiTKkk4k1sQ+JN4piiVIn
        gIliOSGJY7QNiXeRP4l4cWOJgwXsiZ0TuImhebOJq1MKiatlkImwCi6Js9T1ib3qB4nUfBSJ4BU2ifNrJIn2YcmJ/binigZqRooKQbOKGgFa
        ihvLqIo2kLaKOJqaikJil4pHfFqKWKCaimYqEIpzboeKdcw1invidoqbzx6KpspoispPNorWnyGK4UQZiu6+P4r+PIOLAO87ixegb4sgQoeL
        LIbqizAHHIszDBKLTDyQi1VUUotYbrOLWRzDi112SYt8oIWLgHqgi4duV4uQMxOLkvfhi6PZaYu2c5SLuK9Gi74YQou+QCmLw0Xki8QDQ4vJ
        bz2L0QaYi9OuLYvzLiyL9Fzii/TexYwXWKaMS73ejE66tIxdl2KMYnWfjGc6AYxulveMbvrHjG8pF4x7JGmMnjbejLlANYzFWf6M1C9QjOHN
        Q4zk4NaM6U/JjOt77ozyF82M9NqPjPdpI40MJ4CNFhRgjRZJhI01FNWNPLt1jXGaCY103/2NeS1xjYryCo2apOiNmy5kjaqqnY2t9BqNux/n
        jcZmII3NvhqN1Z5BjejtsY4ARsaOB98mjgqR744ZVliOIuPYjif/oI485XeOTcf0jltXt45flI6OdKcOjpZX0Y6q05iOrVebjrFZc47DBDOO
        xx0Njtmvqo7llAeO6ZOOjvPRNY8CXrSPCwKpjw4vdo84jtmPOYiGjznnLI8/UgGPg7VMj5lF6Y+hn/6Ppn9Vj6pBFo+tj4iPuKLOj8ApOY/A
        qqOPyEvUj8slh4/MV6KP4v5Yj+zQBY/7PQ6QKJg6kCqI4JAyQZqQZaVKkHSI6JB2VImQfdGYkIXCUpCfbqyQoIBckM92U5Db8+OQ31+GkOdw
        1ZD5qIiRAojYkQN6GJEMk8KRFp6UkSTinpEwtE2RP0tIkUl35pFRyGGRVLJvkVZmzZFaAGiRWk15kVrsWpF+uzORjy8WkanvNZGyPSWRs3nv
        kcIsOJHE1FaR0zSGkd+kRJHwYKmR/BjFkgD2R5IJlQSSDGR5kg2mZpIN4sOSEXzhkhkzGZIaleiSHplJkiGkJ5JFkrmSV5cLkmD4iZJ01JyS
        klL0kpYDeZKkiamSrvovkq+zFpK1Wi6Sx3jtkv4ehJMGgR2TEUXUkyPdZ5MvPBuTMaHSk0M+CJNIBBqTUGrkk2bAV5NpTrCTahhck36NX5OF
        ACyTmoj0k6R1HZPCcZCTxrCek9FhWJPbFwiT6U2elAnWiJQPjqSUFuROlDFsrZRaIzyUXGALlG8s3pRyykWUgAAPlJnmrpScmzSUotAJlKQc
        YpSkhgGUr2dwlLcgpZTXVn2U9Wg3lPsab5URnQmVI08ClTRX7JVL7lCVTHoflVxPJ5VdsU2VZ9Q3lWuvApVs2emVjVFglZdkbZWaWpWVsC9I
        lbD1y5WzrzCVv7JNlch95JX+t02WCjislgpP1pYRlsOWIxS3libHRJYnSR+WKI7PljTvi5ZOPKmWX2m6ll+nPpZtFkuWc3zelnUgrpaeDO2W
        oYk9lqWk5parNwmWrg+Hlr0SvJbWH+OW2X6Ylu46OJb9w6aXDq8Nlx+lXJdECFGXRI2Hl0YH7ZdJdMyXTGGTl3GzGJeAwieXgSWql4R2VJeU
        Ky2Xoi+gl8WA9Zfv7byX9TgSl/aDKZgqcy2YMJQgmH+plpi5sV2YzGTqmNnVmpjZ9ziY/Ac2mQCg05kNWL+ZFUDcmRh+H5kjzoyZKipxmUOn
        s5lwYmaZdEf8mYrzWpmZEW6Zmoz2maAxYpml7I2ZsA/smbN5YJnFwluZyfEZmeH/QJnkzhmZ94yymh4FwJo5i8iaTqwtmmLH1Jp67nOae0Fq
        mn7INpqGnB+akAQDmphC0ZqkOyOapJjUmtJJYJr3vJebDrIqmxj+spsb2BqbMHXAmzerjJs4NCObevh3m34v3JuFn0ibku4Xm5esXpuZtjGb
        o6dHm6tKMZvGr6Ob1kLNm9mqDZvgOcmb4T9mm/UBxZv5meCcNbQlnErqr5xWzFGcWZfWnF55GpxtQFuce0SWnJ8F8ZzKmWuczra5nNwgepzc
        +76c5lh4nOjbkpz0xhKdDFKunRSlAJ0nHeedPEBhnUnAqJ1NJ/6dTV6HnU6mBp1gpT+dZeFXnXvajp2CUpmdmTK1nZpnpp2kyIidpwF2neeT
        O53xS5ieHzQdnjPUgZ5FbyaeRjPYnki61p5/M3WehhlBno6Sp56bi8ieoObGnqzLaZ6z77Cet+5/nr1Zv57BONuewU5ynsXb757MgfCe2lOp
        nuC+wJ7mwPqe8/AinwAB/Z8GOP2fE1+dnyoI/Z8w2AKfOAb6n0wSHZ9T/rKfbnazn29Nmp+DYCufidX1n4oTWZ+R3UOfuHshn78mG5/Bttmf
        wmzOn8TC0Z/GwQafzvwAn9qih6ADJh2gHtrZoDHtoqA8Mvygc9XxoHXRf6B+imGggRpHoJeNTKCYXoaguBQ8oMMlk6DTHHWg1pafoNs/OKDd
        k6Wg4MKgoOYGAqDpf2ig+e+eoP3jZqEUj8ShHrfroTj0NaFDq9ihWFwNoW9NQKFzEuehdERVoYjFeaG4IZyhvNBoocel7KHZ+UWh25lood05
        XKHfbf+h9XiHof2XOqIBQoSiKSW5oiu1S6JFb/CiX05/ombL46KAa+Wih4+hoo4AmKKT0iuilEX9oriE4aK6XAuiyrHeotaD1qM1F4CjTY21
        o1d7gKNg7xajbOzHo4Y8XaORhiijod2Uo7CWUKO6cWGj0AP5o/k7xaQSHUykJ4FfpDXyKqQ998KkUE9gpFCQ5aRnoxOkecoOpHqLhaSbHRuk
        oeEQpMQvQKTbOlek4zXJpOzvqaUB6DylGc2GpSH/x6VBLX+lQ4l+pUc81KVHh8ClSMnrpVsBU6V0Wimldiy+pawflqWtfm2lsOEtpbgQo6W7
        pdKlxaFepcWtFKXJ1aOl2C/8peKqAaXyFlKmCAG7pi7lq6ZM8n2mYslRpm8TG6Z5Hg2mg0lWpo2gFaabXlKmtwqKpruNv6a/eRamv6sCpsZz
        0KblOLmm69+xpv9XWKcKWbOnC8g0pxd8j6cafHCnISAMpyus1adBGjenQjz5p0JXNadE2T+nTykEp1hbsKdj87ynZi9Ep3b7oaeKnTKnmTir
        p58ujqeoo9mnrTKXp61Euaev7bWnyDu3p9ibc6feAJ+n6KKGqCJhG6gs6HCoR2c1qFIlOKhTvWaoYYk3qIDDg6iEIO+oh6cdqKMCMKikh66o
        pw/pqK3wQKixpGSovV3WqMYidKjNfiOo2hLUqOtWv6j9EKSpAQ/SqQWmDakLFD+pE9YEqR8MwqkjR3qpLK2uqTkxGqlBpMSpXgIPqWoZxKlu
        i/+poMMEqdTQeane7Oqp4hHzqeu5SKnyCDKp/QeFqgw/kKoQWWyqHRrCqiscD6o9Fa2qPS/kqkqeoKpZND+qfmKVqoAvZaqWzmqqlzAhqqo5
        rKqw9wSqtom3qroDqKrGdrCqy3JYquCgn6rnMkerHLcSqx8Xx6skFyOrKg1eq0BAbKtF6EerTMndq3Dheqt6UnurgTS5q4yIl6uVyf2rnDhe
        q6Ojg6um/eWrp7DZq6+Qnau/qZ2rxIbYq9HXX6vX29Gr5qWtrAEDOKwMcOSsElz5rBOotawpnySsMWCwrDmTnqxGCyasbafvrG4JDqx6icKs
        e9+yrIEaoKyCkJCsh5FzrJKEZqycLDSsn566rJ/OSazkFbas9FSIrQEFTK0SUputHQozrR4Qx60erNWtOQi/rUlBOK1YnOutYyLtrXOK062P
        nIStlY0KrZhapq2uofCtumwOrbvwQq3IXmKtzpiRrdwQF63mQeyt8nzFrfSoRK4aXkGuN4QxrjuKfa4/7B+uSB7lrlUIRa5d64auaSuBrmof
        va5us96uiYdIropiL66SO7eun+xnrsDniK7CK12uyYuLrtFngq7R/piu2tTfru3ofa8RE3GvFoRwrzL6zq9C+yyvUu+rr1P4U69wy5uvotEk
        r6bpq6+q7YivqzY1r6wpga+0fgCvtp9or7p2Zq/2MBuv99++r/h/Y7AO8mKwEItpsCYg2bAxNumwRCxqsE/x4rBV46awXJrUsHTzUbB+FFWw
        im3NsKz++7CyqACwzXa3sNErO7DTUYuw2ZPVsN0mg7D2CgSw+920sP72IbEI/fixMJr1sT+YBrFMizCxWtrxsYP4EbGGuh+xi43EsY1YRrGc
        7DKxnSRKsaOVeLHR3Lax7Hxnse73orH44b+x+OQdshSSsbIhcCCyIffRsiPR6rIsGQCyU5tHslOdx7Jc81+yZ3UVsoKzfrKr8Xeytd8lssAa
        mLLA69Kyw7ZGssnDiLLO3Bmy0iglstTQNrLibc2y5gGbsuYFybLnjjqy8L5WswStw7MIiyazDkW8sxb5SbMcNY2zKttrszY+l7M5YHmzQWHf
        s01GB7NPUS+zWffxs3DeFLOabmmztMpos7mXNrPB3/CzwlPYs8S0B7PRfruz1M1ks9TSb7PVL9Sz6KA6s+9Kn7P1bka0BJGEtB6YGLQuwTS0
        Lu8TtEc8dLRQCVy0aFL7tGsJ0rRyiky0eEERtIlanLT75XG1DlQltRvGErU7z5G1QuCetUUr+bVJSz21TwhitWYnQrWGeiq1miqktZwdp7Wx
        WQC1wlgbtcRCW7XMXtm13iTztfx4gbX/s4u2A95CtghuYbYOZv62NPYOtj4npLZCX2C2RBbXtlsiZbZjTtK2ZQy1tnyrRbZ/6q62iCPtto5o
        hLaeXSC2xKxBtskD+bbY0zm26BtxtvbzabcFmnq3HyKityzj47cvAmG3MHkstzhG3bc5VTC3WYA7t3IH+bd0QmO3i5W0t47nRLebuL23rtSP
        t697Ore47wK3us/dt9K1prf0gl239xw0t/xuqrgC8x24IvHNuCqTT7gucju4QV85uEL5/7hG6cu4W49suGPS1rhqZEq4anCOuHDT47h8Uiu4
        iCApuKWF5Lim/wa41WzNuO2vm7kRNii5GYbcuVBfPLlWwy25V2yEuWeg5Ll3U2u5eHOkuZRoobmZfKi5ozT2ucY2L7nJUGS53aJkufGVxboQ
        ulK6GdIpuiFCK7or+xS6LQgwujpQKrpGdoK6S5mWumPPp7p0ed26eFIluoG4qrqfbiy6ovzwurqOlLrS6ya61iJ0uviLkrsiP0a7Qh+ju1nE
        hbt/mbO7jsOPu5PP+LunYUW7r9Uxu8UJPrvnpye8DKFzvBRQxrwdZWG8HqrevDNvILw1UNG8RbwJvF25Rrxfuau8X885vGEEd7yEV0m8odCN
        vKYVSbzRZCu82K+QvNkcEbztzyS88S5WvP9Mw70eEii9bP+2vYI3kb2U3Nq9nxMovdFSdL3WDE+91l3NvfewO74S2wC+GPIYvih2ob4uUHe+
        PGfdvlZowr5aYsm+ZhPGvmyQb750F1y+o94JvsOURb7eprG++bxfvwric78RKo6/FdbOvyy1ir88ttW/RRDOv25ulL9+cVe/h5gWv4wQdr+N
        HSS/l8c0v5tZUb+hILm/swGyv8vxd7/vml+/8H8mv/kaCsAJMnrAEJdYwB/GFMBDSn3AS9QmwE4/L8BaoLLAbb7XwJZkmcCd7pnAoa7twKSU
        IcCrmpDAxiIxwM9L28DiGo/A5FXawOyMb8D8vj/BBIySwRIzYMEXnADBKEhNwSnbi8ErFMPBSTsKwVf5q8FzI/zBfHbtwZEi8sGSKOXBlkUO
        waHkqsGnwgPBvlx0wclYfsHKO33B01zDwdSiesHZZDjB32ETwfGv88H60qfCADcdwgx2ncIM+YfCDSknwg6y0cIxcN3CRk0KwlsHesJmXqPC
        aDjswnvGYMJ9rRfCfmKdwpRx98KrTV/CsDQBwrhIycK6e2nCvGtVwr0cZ8LcVhTDGSFKwzL2XcNJ+M/DVbZ1w1hGIMNbDQbDeRPgw3/aR8OQ
        BtrDk9yaw69XqcPErI3DxN97w9wdxMPc1rjD6AFYw/0MesQC0TvEGBvcxBnAXMQdjSDEVtysxFk9PMRbJc7EY0PmxGPN1sRth/HEcMT2xHFU
        O8SFu4DEosw+xKQXZMTVaK7E9nQsxSW/ucVBIh7FQiwFxUXNm8VQjfnFUML0xVdVVcVw4OPFdFryxXkWbsWF8d7Fh8ZKxYfe+cWJQgXFlErC
        xaLAosWrbmnFwuVNxc9kTcXdbh3F5WpOxepM3MYLpJ3GHaDTxh7q7MYwyxnGPC00xkYHmMZNzkrGVMPSxlT5hMZgMSHGd0wZxoY+HcaJjn/G
        oUJ9xsIwesbE+kfG1MTjxt5y+8bfwdzG5Q/mxveXvscE2zrHER8UxysC+Mc8JDnHPDoHx08xnMdXUnTHZJ7Fx3Xnt8eBrs7HiGLEx5jO78ei
        OWHHsnffx8C+5sfMirDH0pVPx+QCJcfl3dTH6BCqx/JiEsfy+U3H/aqOyAGUzsgOzrXID2MByBUy0sgYWGXIJGpJyDS+xcg+5RLIQiBCyFVU
        NMiCEz7IjiayyJ0mlcip/cfIrYmCyL2EnsjDi5zIxzjEyMeByckCvunJA05JyQ7//Mkb2cLJLVKgyTNMrck0TF/JVn6tyYeWoMmo9UXJsJsR
        ybjgZ8m62STJvlA2ycIDTcnhUlrJ5mrAyfu9csn+hU7KAaSEygYa1MoZ+UvKIMNiyi4+RMpRoOrKaMkWynLJ+cqTJ8jKn6CKyqEQKcqlB+jK
        xoEyys0RvcrP1STK07fZyzaxU8s7VjnLXg+sy4stx8uV4LDLuz4Ky8RxysvFRJzL0flvy/PxHswFZfrMFlnHzC2tKMxYkoTMWZCSzGJVecyA
        Ww7Mlj0dzJed0cyfCyrMrOeEzLZA3czDX7TMxD8czNVQM8zXWOfM4V9IzPI3Os0IxMTNE1hLzSazW80sD2PNNA0azTYeD8029YzNTDO3zU6J
        Mc1Q/JnNVsa0zWPgCs1x+kLNgprlzYQepc2f0XPNpBmNzaWXu827yJjN4gx9zeUnVM3oYHzOAGCUzgpRDM4UhPXOGVoNzjnMec46WYbOR8v/
        zlBNuc5QbCbOZChyznd2Zs6Pzq3On+uLzqbghs6xhovOvT5rztVGTc7ezATO4rJbzuYfFc7sZ0rPAmXyzwuFT88L1KXPGWp4zxqoIc9a5MLP
        Yxczz3dSA8969rHPg1Dhz4w+P8+bMTLPnBy4z8LUc8/JqcbP2vsEz+iJds/0f+XP+YbCz/3YfNAHrNvQEYhd0B0FONAnKsTQQDC60EA9WtBI
        RhrQSdf70GaQ+dBwsqHQgtCW0JLHHNCakpnQnNq50KHkFtCwDHfQunkK0Mg8otDi7KPQ/yeU0QanitEeROTRHzlh0Swjr9EtGcrRNCPL0Upz
        ENFLEnzRTvdF0V08h9FuadHRcQh00Yz81tGPhWnRl3xJ0Zw0ZtGqMFzRvgdh0cSFhNHR9rHR3lAT0e8httH+CzzSA85t0gWvstI8EDjSQlm+
        0kYoXNJh8WzScSmL0nGN99J+WCTSjvvj0pMxMNKYZefSmZJ/0rgMsdK4UN/Syqgs0tAup9LY4FbS2vou0vEp3dLxV8jTBy720wvWgNMO09nT
        Iroa0y7/XNM/dJvTQRW2002E8dNaJH7TW3/c039I2NOIKVXTplD307Ad/9O7DKLTy0Pn080XUdPTft3T4dtI1BVe+NQXMBnUHL8j1CDw+dQk
        J/HUJvg61E8rz9Ra7S/UXsOy1GG5Z9SLxFLUm32y1LAwLNS77lfUw2MC1Mf02NTPrwPU05VJ1NnKGNTfLsLU9LfX1QztQ9UTD4LVFpTK1RgB
        5NUd0ufVKnei1TKytdU9jQbVTowO1VkgWtVhIGvVZks51X5N0NWDGX3VjXNs1Y2kHtWOAYLVj8ja1ZVlRNWViJDVmJDg1Z7YutWqLZDVtAMg
        1bZGkNXjSBnWEwx/1jS/fNZT6izWeIxq1ojn8NajiRbWp45w1ttndtbs+7HW8S5O1wiM09cP8frXEOFd1xX2DNdMi4/XTe0/113xGtdiliDX
        kQ+E15mHBdecE7PXpHHa168Ad9e66trXw9zt18VjC9fOkhXX1JP/19h6Atf008zYGEgv2BvFmtggh6bYKpoz2DtQPthIZ9vYVKjZ2FYYbthe
        sn3YZbZb2G3G5thu7IXYh11y2JNg79iganDYqSiy2Kr8S9jEhvPYyyLY2NEbAtjTvYvY8BxZ2POHB9j8V9XZAaik2QG6tdkHDBrZB4MT2Rgl
        dNki/eXZJP2c2SxLy9kuBrPZPAkK2T/DxNmMhmPZvieA2cwXytnS5zbZ1no42eNv8tn7kuPaA7JE2hVK/dod90DaI2AD2i2o59ouRoDaUFOv
        2lUR0tpdiEjajMeQ2qrW5dqywlPavs+E2sluqtrQrira351e2uhjaNr3wvXbBE8Z2xOSldtR6f7bXL1G214Y+ttn72DbhJu/24mhXNuW6oLb
        q3JR27jvI9vFLjbb1CPJ29zwG9vhInDb4/gd2/09Kdv/Q0bcAMkD3AuDAtwOQUbcLhlo3DkaNdxCt3bcS04g3E1Tutxp9y7clsMj3Jxsudzf
        ElHc56F/3PsLT9z9ufbdBJH+3RWMId0nPVbdKQMU3TPJtt02jMfdWDBl3VoTeN1sWCjdf2v73YMkBN2ETTHdsgVf3cn6Fd3NTy/d1oU83ebo
        l936X+veAVL53gNpk94HmdzeB/1B3g3oKt4OfF/eJE+q3igCAN43B3feQDfY3k8+St5S3ULeWOo03loa395ieKveZnC93mieBd6CTJXehHdS
        3qcRGt6nzSfesHZx3tMrRt7rgFHfCeDe3xbyi989z8DfTvTT31Eyqt9WuqLfWcJX32Oh2d+FIcTfnRPm36igXd+qSSLftmYr376CA9/GTTHf
        0N7j391aDN/fysvf5xwM3+cc0t/pUMTf/FBK4Be5SOAlFujgP/GQ4GQG0eBxmLrggf/t4JRGEeCeZr/goy5c4LIruODEALDg8Cux4Q8fzOER
        oe/hFaiY4Rd5suEiCxbhI74o4S3IzOEw+RfhSSEo4V0SkuF65NDhi4CU4ZRFneG2Fa/hz2rv4dypHOHtPxrh+KG34i8xuOI/glziQ+Bx4k35
        IOJkx/nibz6G4nFe4OJz2yHifpuM4ozM0+KVeErilsVg4qUw4uK8USLiymrs4t2N2uLyDNLjC5LO4xr/YeMhJuzjKE7A4yrDHuMrCp/jNJjU
        40YNX+Npp7bjb3ER44gHXeOIWWvjmZZ/46qw0+Oz1+Pj4xZL4+S04OPpO2Dj8H+34/csluQAXizkBSpP5AVm9uQtl/nkPAOK5EINk+RSB7rk
        YaqX5GZaTuRxBr/kfcDu5IRDkuSQNM/kmEI95KCpDuStk8rkuNEV5L62quTCUCXkxGbF5MaG7+TKzxHk1Qug5NcC0+UCfxzlAp7D5SY65+U6
        bZ3lQhjC5UxzUOVmviLlmuZ45c0SQ+XOJWzl1QPU5dZy9+Xc0/jl6o905fWdC+X6GNjl+pRF5f18IOYGAGHmGt555j52e+ZHcIrmR//m5lRm
        buZZfFzmYIwI5msjkuZrYjjmbM3I5pfFEeantIXmrjNW5riGI+bamavm2wj55t6xCubooXDm9FgH5vY8zecKirjnGLLd51Om0+dd/EXnbLV9
        5271kudxI5bno6gr56R2Jue8L5fny1tV5+gyC+f1cljoAOn26Da7EuhAIfHojpYV6JCrdeiT1LPombKj6KTTOOj77+jpBQ1h6QgMxekY3z/p
        Gen46RqbqOkcII/pI2/96Tb6c+lLVNHpYFp06X5nlemVqDrpnoiw6bXzLenDS+jpzuca6dnQ9un+LNrqARam6ggDw+oVlgrqG7xh6kG8/+pV
        WFbqVv/36nDYDep7PwzqgKAQ6oQfu+qKcbzqkNXg6pKmEuqhkaPqvBw46r+raurHzLHq2GO+6to+murl19Tq5td+6wjfNOsQkMzrEeTl6xeY
        0usawWHrKlTT6zNIA+s8ELPrQ9nn60nqhut17y/rm3rT650Gb+udSpbrojRj66dZ6euz+z/r2zdf6/SdzewCIATsBC5S7BDl1eweg/zsJ8Xc
        7D6qx+xENjnsSoVJ7FrO+uxpEfTscaV+7H3edOyvabvssHBc7L+yOuzJSQXszass7NLiIOzvex7tBo/h7Q5miO0SeZXtGQl37TcZYe08e8nt
        Q+TC7Ut/e+1bourtbkSk7XDleu1ypvntd/wC7X0Jse2C0lPti5vi7Zb7/+2ddDrtqb+57c0jXe3Y9KbuBCKM7gh0F+4Q12rueZds7thuaO7a
        Geju2nwH7uXLZu7mTxju7qeR7vE5Tu74CoPu/Ihl7wDwRe8Hb5DvImaq70UwU+9RMGLvXQTf73l8ge99dInvgpkj75K3eO+U1JLvr1YT79br
        S+/6bsbwAXIs8AdI7vAbeYDwLJY18EE8nvBEa/rwTNm78GmUVfBxJ+nwgfe48I9EivCa9fPwm2T78JukSfCniXbwsTkk8Lg0nfC+HzDww81v
        8MTWEPDRNRrw1dQF8OLnUPEG4kbxIK9a8SC7VvE6cs7xTyhs8WX8svGTfovxn3n/8amsOvGyCzPxs+Ng8b5jVPHGEnvxzSma8c0/ePHkzmzx
        7YJ38ff6SPIK1gfyC7XB8hrf0fItp5fyWbla8nQ8s/J1yTbyf5Gh8phGVvK5VEnyuskn8spq4fLcSJvy7UiG8u68B/Lwz/3zAppm8wR0CfMf
        F+TzJOP/80KpNfNOJTDzV9Am814fOvNi0j/za45B83PtWfN0lUDzilB286NJ5vO5iw3zum0Y89NqGvP1/8Xz9scD8/o3JPQAor/0Bflc9AYW
        v/QLUw70GGXD9BsM2vQjohr0KOJH9FSj3/Rdc1f0aQXn9GmaIPRsALv0bS4G9G2sp/R4PH30iQLg9JTuofSm+L30tHsP9LfFSfS7DMH0wUoQ
        9MvXPvTN8mT06ZRz9PPIofUVPUb1JFkg9YUeLvWH1NX1iFtZ9ZM1xvWtPlj1sfZE9baSJ/W+S2L1xf/w9dpGxvXeyHD15MC99fezefX3x972
        D6Ty9hA2JPYRvqv2IysX9jO3M/Y4Kpb2Tckr9lUXIvZXaRH2ZMUj9modhPZ0J7/2dgkP9n+yDPaOPs32mPgO9pl5UPafk7D2qDox9qwGhPaw
        hon2tLzk9s/iifbTxwb22J099tvT1/bhxDD27pTs9vWjlvcFSTj3F2pu9yLsMPcjeSn3KghW91Sykfd1guv3iZLK95RhMPeWbEz3p+0r97zS
        1PfKhyD341ka9+V5K/fySBz3/H7g+AX+ZfgqfQL4W6st+F21gvhhwx74ZWoI+GV7xvhp6PL4foHS+Jwu6fi6KCf4v3ml+L/3FfjE1ZP4zoVZ
        +NUaGfjeJMT49fW6+QDu+/kC3vT5GkEy+R260Pkr8hL5LzpB+TCIR/kxwwj5Pse9+Vm+D/lcyaP5Xmf0+V/J0vlie7v5aSSN+W2urPmmuK35
        yblK+cyCoPnN4L750sEG+dU3HPnfDaT59mQn+gQi1foLWGj6Fc+0+huuuPoiNR/6Q341+kQTK/pNXr/6VCzy+mciffprfnz6etm2+n93pvqF
        AWT6iLHN+ojeAvqPmiL6mgjS+puDMvrHGIb6yAeF+svSePrWjeD7BMpc+w7B2/sRGjX7Ertu+x9EI/sqAuT7MyXl+zStSvs46tr7fDz8+4VY
        N/uNeTz7k9qG+/nAGfv6fzf8AKR9/AYrrPwXvAH8NNJ4/DYHyvxH5o38dke+/INZpvyTmwv8sfYQ/Lc8nfzDoj/8z/WT/NINwfzds7r868lN
        /OyobvzzmA789zC2/P0HXP0ZBBz9Lvav/TqqO/1CUEH9TcCd/WE7w/11+Jb9d7pZ/YLw6f2mzy/9tXsp/cVGSf35wPf+HyJT/jzY6f5PA5z+
        au7r/m00aP512wj+eRSB/nyk6v5+oA/+gls+/ooL8f6N4bT+nNZ3/qjhY/6+dAT+xdgM/saTnf7lhhT+6b38/utLnP7zGkD++M7A/v3Nt/8h
        iOf/JHsL/ymOTP8py73/NlBn/zsLef9Hn53/Y0Wj/7QAVP/KMxL/zaqe/+wrBP/1SUX//FY7
        """
}
