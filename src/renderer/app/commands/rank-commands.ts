import type { Command } from '../../lib/command.ts'

/**
 * Returns the commands that match the search text, best first: an equal label, then a prefix, then matching words, then
 * a match anywhere.
 */
export function rankCommands<T extends Pick<Command, 'id' | 'label' | 'group'>>(
  commands: readonly T[],
  typed: string,
): readonly T[] {
  const search = typed.trim().toLowerCase()
  if (search === '') return commands
  return commands
    .map((command) => ({ command, rank: rankOf(command, search) }))
    .filter(({ rank }) => rank !== null)
    .toSorted((a, b) => a.rank! - b.rank! || a.command.label.length - b.command.label.length)
    .map(({ command }) => command)
}

/** 0 is best; null = no match. */
function rankOf({ id, label, group }: Pick<Command, 'id' | 'label' | 'group'>, search: string): number | null {
  const name = label.toLowerCase()
  if (name === search) return 0
  if (name.startsWith(search)) return 1
  const typed = search.split(/\s+/)
  const words = name.split(/[^\p{L}\p{N}%]+/u)
  if (typed.every((each) => words.some((word) => word.startsWith(each)))) return 2
  if (name.includes(search)) return 3
  const all = `${group} ${name} ${id}`.toLowerCase()
  if (typed.every((each) => all.includes(each))) return 4
  return isSpelled(name, search) ? 5 : null
}

/** Whether the letters occur in that order, possibly with gaps. */
function isSpelled(name: string, search: string): boolean {
  let at = -1
  for (const letter of search.replaceAll(' ', '')) {
    at = name.indexOf(letter, at + 1)
    if (at < 0) return false
  }
  return true
}
