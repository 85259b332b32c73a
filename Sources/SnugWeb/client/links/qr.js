// QR codes (ISO/IEC 18004): a text as a square of dark and light modules. Byte mode, error correction level M, versions
// 1 to 10. Pure.

/// By version, from 1 on: codewords of error correction in each block; blocks; codewords of data in all of them.
const levelM = [
  [10, 1, 16], [16, 1, 28], [26, 1, 44], [18, 2, 64], [24, 2, 86],
  [16, 4, 108], [18, 4, 124], [22, 4, 154], [22, 5, 182], [26, 5, 216],
];

const masks = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (row, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => (row * column) % 2 + (row * column) % 3 === 0,
  (row, column) => ((row * column) % 2 + (row * column) % 3) % 2 === 0,
  (row, column) => ((row + column) % 2 + (row * column) % 3) % 2 === 0,
];

/// Rows of booleans, true for dark, without the quiet zone of four modules that belongs around it; null for a text of
/// more than 213 bytes.
export function qrCode(text) {
  const bytes = new TextEncoder().encode(text);
  const version = levelM.findIndex(([, , data], index) => headBits(index + 1) + 8 * bytes.length <= 8 * data) + 1;
  if (version === 0) return null;
  const bits = interleaved(dataCodewords(bytes, version), version);
  const candidates = masks.map((_, mask) => drawn(version, bits, mask));
  const penalties = candidates.map(penalty);
  return candidates[penalties.indexOf(Math.min(...penalties))];
}

// Codewords

/// The mode's four bits and the length.
const headBits = (version) => 4 + lengthBits(version);
const lengthBits = (version) => (version < 10 ? 8 : 16);

function dataCodewords(bytes, version) {
  const [, , size] = levelM[version - 1];
  const bits = [...binary(0b0100, 4), ...binary(bytes.length, lengthBits(version)), ...[...bytes].flatMap((byte) => binary(byte, 8))];
  bits.push(...binary(0, Math.min(4, 8 * size - bits.length)));
  bits.push(...binary(0, (8 - bits.length % 8) % 8));
  const codewords = [];
  for (let i = 0; i < bits.length; i += 8) codewords.push(parseInt(bits.slice(i, i + 8).join(""), 2));
  for (let i = 0; codewords.length < size; i++) codewords.push(i % 2 ? 0x11 : 0xEC);
  return codewords;
}

/// The blocks' data codeword by codeword, then their error correction; as bits.
function interleaved(data, version) {
  const [correction, count, size] = levelM[version - 1];
  const short = Math.floor(size / count);
  const blocks = [];
  for (let i = 0, start = 0; i < count; i++) {
    const length = short + (i >= count - size % count ? 1 : 0);
    blocks.push(data.slice(start, start += length));
  }
  const corrections = blocks.map((block) => errorCorrection(block, correction));
  const across = (lists, length) => Array.from({ length }, (_, i) => lists.map((list) => list[i])).flat();
  const codewords = [...across(blocks, short + 1), ...across(corrections, correction)].filter((codeword) => codeword !== undefined);
  return codewords.flatMap((codeword) => binary(codeword, 8));
}

const binary = (value, length) => Array.from({ length }, (_, i) => value >> (length - 1 - i) & 1);

// Reed and Solomon's code over the field of 256, x^8 + x^4 + x^3 + x^2 + 1

const powers = new Uint8Array(255);
const logarithms = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) {
  powers[i] = value;
  logarithms[value] = i;
  value = value << 1 ^ (value & 0x80 ? 0x11D : 0);
}

const product = (a, b) => (a && b ? powers[(logarithms[a] + logarithms[b]) % 255] : 0);

/// The remainder of the block, times x^count, divided by (x - 1)(x - 2)…(x - 2^(count - 1)).
export function errorCorrection(block, count) {
  let divisor = [1];
  for (let i = 0; i < count; i++)
    divisor = [...divisor, 0].map((coefficient, k) => coefficient ^ product(divisor[k - 1] ?? 0, powers[i]));
  const rest = [...block, ...Array(count).fill(0)];
  for (let i = 0; i < block.length; i++) {
    const factor = rest[i];
    divisor.forEach((coefficient, k) => { rest[i + k] ^= product(coefficient, factor); });
  }
  return rest.slice(block.length);
}

// The square

function drawn(version, bits, mask) {
  const size = 17 + 4 * version;
  const modules = Array.from({ length: size }, () => Array(size).fill(null));
  drawFinders(modules);
  drawAlignments(modules, version);
  for (let i = 8; i < size - 8; i++) modules[6][i] = modules[i][6] = i % 2 === 0;
  drawFormat(modules, mask);
  if (version >= 7) drawVersion(modules, version);
  drawBits(modules, bits, masks[mask]);
  return modules;
}

function drawFinders(modules) {
  const size = modules.length;
  for (const [top, left] of [[0, 0], [0, size - 7], [size - 7, 0]])
    for (let row = -1; row <= 7; row++)
      for (let column = -1; column <= 7; column++) {
        if (modules[top + row]?.[left + column] === undefined) continue;
        const ring = Math.max(Math.abs(row - 3), Math.abs(column - 3));
        modules[top + row][left + column] = ring !== 2 && ring !== 4;
      }
}

function drawAlignments(modules, version) {
  if (version === 1) return;
  const last = 4 * version + 10;
  const centers = version < 7 ? [6, last] : [6, last / 2 + 3, last];
  for (const row of centers)
    for (const column of centers) {
      const isAtFinder = (row === 6 && column !== last / 2 + 3 && (column === 6 || column === last)) || (row === last && column === 6);
      if (isAtFinder) continue;
      for (let y = -2; y <= 2; y++)
        for (let x = -2; x <= 2; x++) modules[row + y][column + x] = Math.max(Math.abs(y), Math.abs(x)) !== 1;
    }
}

/// The remainder of a Bose-Chaudhuri-Hocquenghem code: `value` followed by its check bits.
function checked(value, generator, length) {
  let rest = value;
  for (let i = 0; i < length; i++) rest = rest << 1 ^ (rest >> (length - 1) & 1) * generator;
  return value << length | rest;
}

function drawFormat(modules, mask) {
  const size = modules.length;
  // Level M is 00.
  const format = checked(mask, 0x537, 10) ^ 0x5412;
  const bit = (i) => (format >> i & 1) === 1;
  for (let i = 0; i < 6; i++) modules[i][8] = modules[8][size - 1 - i] = bit(i);
  modules[7][8] = modules[8][size - 7] = bit(6);
  modules[8][8] = modules[8][size - 8] = bit(7);
  modules[8][7] = modules[size - 7][8] = bit(8);
  for (let i = 9; i < 15; i++) modules[8][14 - i] = modules[size - 15 + i][8] = bit(i);
  modules[size - 8][8] = true;
}

function drawVersion(modules, version) {
  const information = checked(version, 0x1F25, 12);
  for (let i = 0; i < 18; i++) {
    const far = modules.length - 11 + i % 3;
    const near = Math.floor(i / 3);
    modules[far][near] = modules[near][far] = (information >> i & 1) === 1;
  }
}

/// Up and down in pairs of columns from the right, around what is drawn already.
function drawBits(modules, bits, isInverted) {
  const size = modules.length;
  let next = 0;
  for (let right = size - 1, isUpward = true; right > 0; right -= 2, isUpward = !isUpward) {
    if (right === 6) right--;
    for (let i = 0; i < size; i++) {
      const row = isUpward ? size - 1 - i : i;
      for (const column of [right, right - 1])
        if (modules[row][column] === null) modules[row][column] = (bits[next++] === 1) !== isInverted(row, column);
    }
  }
}

// The penalty for a square that is hard to read

function penalty(modules) {
  const columns = modules.map((_, column) => modules.map((row) => row[column]));
  const lines = [...modules, ...columns].map((line) => line.map(Number).join(""));
  let sum = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2;
    for (const looksLikeFinder of [/1011101(?=0000)/g, /(?<=0000)1011101/g]) sum += 40 * [...line.matchAll(looksLikeFinder)].length;
  }
  for (let row = 1; row < modules.length; row++)
    for (let column = 1; column < modules.length; column++) {
      const corner = modules[row][column];
      if (corner === modules[row - 1][column] && corner === modules[row][column - 1] && corner === modules[row - 1][column - 1]) sum += 3;
    }
  const dark = modules.flat().filter(Boolean).length;
  return sum + 10 * Math.floor(Math.abs(20 * dark / modules.length ** 2 - 10));
}
