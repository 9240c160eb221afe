import { didYouMean as didYouMeanName } from '../messages/en/start.ts'

/** Largest share of letters that may be wrong. */
const wrongShare = 1 / 3

/** Returns “ Did you mean paper?”, to append to a sentence; empty if no known word is close. */
export function didYouMean(word: string, known: readonly string[]): string {
  const wanted = word.toLowerCase()
  const [nearest] = known
    .map((name) => ({ name, wrong: distance(wanted, name.toLowerCase()) }))
    .filter(({ name, wrong }) => wrong <= Math.max(1, name.length * wrongShare) || isPart(wanted, name.toLowerCase()))
    .toSorted((one, other) => one.wrong - other.wrong)
  return nearest === undefined ? '' : ` ${didYouMeanName({ name: nearest.name })}`
}

const isPart = (word: string, name: string) => word.length > 2 && (name.includes(word) || word.includes(name))

/** Number of wrong, missing or extra letters (Levenshtein). */
function distance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let at = 1; at <= other.length; at++) {
      const replaced = previous[at - 1]! + (one[row - 1] === other[at - 1] ? 0 : 1)
      current.push(Math.min(replaced, previous[at]! + 1, current[at - 1]! + 1))
    }
    previous = current
  }
  return previous.at(-1)!
}
