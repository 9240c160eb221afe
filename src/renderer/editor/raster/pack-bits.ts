/**
 * Run-length encoding for tiles that only undo still needs: masks are mostly flat, so they shrink 5 to 100 times in
 * well under a millisecond. Control byte 0–127: that many + 1 literal bytes follow. 128–255: the next byte repeats
 * (control − 126) times, 2 to 129 (the scheme of TIFF 6.0, section 9, with its unused code put to use).
 */
export function packBits(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length + (bytes.length >> 7) + 2)
  let length = 0
  let at = 0
  while (at < bytes.length) {
    const run = runLengthAt(bytes, at, 129)
    if (run >= 3) {
      out[length++] = run + 126
      out[length++] = bytes[at]!
      at += run
      continue
    }
    const literal = literalLengthAt(bytes, at)
    out[length++] = literal - 1
    out.set(bytes.subarray(at, at + literal), length)
    length += literal
    at += literal
  }
  return out.slice(0, length)
}

export function unpackBits(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length)
  let to = 0
  let at = 0
  while (at < packed.length) {
    const control = packed[at++]!
    if (control >= 128) {
      const run = control - 126
      out.fill(packed[at++]!, to, to + run)
      to += run
    } else {
      out.set(packed.subarray(at, at + control + 1), to)
      to += control + 1
      at += control + 1
    }
  }
  return out
}

function runLengthAt(bytes: Uint8Array, at: number, max: number): number {
  const value = bytes[at]
  const end = Math.min(bytes.length, at + max)
  let i = at + 1
  while (i < end && bytes[i] === value) i++
  return i - at
}

function literalLengthAt(bytes: Uint8Array, at: number): number {
  const end = Math.min(bytes.length, at + 128)
  let i = at + 1
  while (i < end && !(bytes[i] === bytes[i + 1] && bytes[i] === bytes[i + 2])) i++
  return i - at
}
