import { groupsOf, parseWeights, type WeightGroup, type WeightNode } from './parse-weights.ts'

/**
 * Removes weights for a model that does not support them: it would draw the numbers. Also removes brackets around a
 * whole term; those after a word (“a cat (orange)”) are part of the sentence.
 */
export function withoutWeights(text: string): string {
  return strip(parseWeights(text), '', '').replace(/\\([()[\]])/gu, '$1')
}

/** Whether brackets contain a weight: `(word:1.2)`. */
export function hasWeights(text: string): boolean {
  return groupsOf(parseWeights(text)).some((group) => group.suffix !== '')
}

/** `before`: the last visible character before the nodes; `after`: the text after them. */
function strip(nodes: readonly WeightNode[], before: string, after: string): string {
  const done: string[] = []
  let last = before
  for (const [index, node] of nodes.entries()) {
    const following = nodes[index + 1]
    const nextText = following === undefined ? after : following.type === 'text' ? following.text : following.bracket
    const piece = node.type === 'text' ? node.text : stripGroup(node, isEdge(last) && isEdge(/\S/u.exec(nextText)?.[0]))
    last = /\S(?=\s*$)/u.exec(piece.slice(-200))?.[0] ?? last
    done.push(piece)
  }
  return done.join('')
}

function stripGroup(node: WeightGroup, isTerm: boolean): string {
  if (node.suffix !== '' || isTerm) return strip(node.nodes, ',', ',')
  return `${node.bracket}${strip(node.nodes, 'x', 'x')}${node.bracket === '(' ? ')' : ']'}`
}

function isEdge(char: string | undefined): boolean {
  return char === undefined || char === '' || char === ','
}
