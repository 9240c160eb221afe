/**
 * Pictures with the same key are a stack: what was made from one picture, with that picture; what one click asked for. A hash of
 * 53 bits (cyrb53) of that picture's or that click's id: among a million, two in ten thousand libraries would share one by chance.
 */
export function stackKey(id: string, parentId: string | null, operation: string, runId: string | null): number {
  if (parentId !== null && operation !== 'import') return hash53(parentId)
  return hash53(runId ?? id)
}

function hash53(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    high = Math.imul(high ^ unit, 2_654_435_761)
    low = Math.imul(low ^ unit, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0)
}
