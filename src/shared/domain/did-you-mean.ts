import { sentenceGap } from '../messages/formats.ts'
import { didYouMean as didYouMeanName } from '../messages/en/start.ts'

/** Largest share of letters that may be wrong. */
const wrongShare = 1 / 3

/** Returns “ Did you mean paper?”, to append to a sentence; empty if no known word is close. */
export function didYouMean(word: string, known: readonly string[]): string {
  const typed = word.toLowerCase()
  const [nearest] = known
    .map((name) => ({ name, wrong: distance(typed, name.toLowerCase()) }))
    .filter(({ name, wrong }) => wrong <= Math.max(1, name.length * wrongShare) || isPart(typed, name.toLowerCase()))
    .toSorted((a, b) => a.wrong - b.wrong)
  return nearest === undefined ? '' : `${sentenceGap}${didYouMeanName({ name: nearest.name })}`
}

const isPart = (word: string, name: string) => word.length > 2 && (name.includes(word) || word.includes(name))

/** Number of wrong, missing or extra letters (Levenshtein). */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let at = 1; at <= b.length; at++) {
      const replaced = previous[at - 1]! + (a[row - 1] === b[at - 1] ? 0 : 1)
      current.push(Math.min(replaced, previous[at]! + 1, current[at - 1]! + 1))
    }
    previous = current
  }
  return previous.at(-1)!
}
