import SnugChat

extension Identifier: ParameterValue, ColumnValue {}
extension Timestamp: ParameterValue, ColumnValue {}
extension Role: ParameterValue, ColumnValue {}
extension AuditEntry.Act: ParameterValue, ColumnValue {}
extension Room.Kind: ParameterValue, ColumnValue {}
extension Member.Role: ParameterValue, ColumnValue {}
extension Member.Notify: ParameterValue, ColumnValue {}
extension Company: ColumnValue {}
extension Picture.MediaType: ParameterValue, ColumnValue {}
extension OneTimeCode.Purpose: ParameterValue, ColumnValue {}
extension CodeMail: ParameterValue, ColumnValue {}
extension Language: ParameterValue, ColumnValue {}
