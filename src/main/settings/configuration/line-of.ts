import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Document, type LineCounter } from 'yaml'

/** The line of the field that a path leads to, or of the last block on the way that is there. Lines count from 1. */
export function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  let node: unknown = document.contents
  let offset = offsetOf(node) ?? 0
  for (const step of path) {
    const block = isAlias(node) ? node.resolve(document) : node
    const next = stepInto(block, step)
    if (next === null) break
    node = next.value
    offset = offsetOf(next.shown) ?? offset
  }
  return lines.linePos(offset).line
}

/** `shown`: what a person looks for: the field's name, or the entry of a list. */
function stepInto(block: unknown, step: PropertyKey): { value: unknown; shown: unknown } | null {
  if (isMap(block)) {
    const pair = block.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step))
    return isPair(pair) ? { value: pair.value, shown: pair.key } : null
  }
  if (!isSeq(block)) return null
  const item: unknown = block.items[Number(step)]
  return item === undefined ? null : { value: item, shown: item }
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
