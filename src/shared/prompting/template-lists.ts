import * as messages from '../messages/en/prompting.ts'
import { invalid, parseTemplate, type TemplateNode } from './parse-template.ts'

/** What `__name__` draws from: one option per line. */
export type WildcardLists = ReadonlyMap<string, readonly string[]>

/** The lists used by one expansion, each line parsed on first use. */
export interface TemplateLists {
  /** @throws request/invalid for a missing or empty list */
  lengthOf(name: string): number
  lineAt(name: string, index: number): readonly TemplateNode[]
}

/** @throws request/invalid where a list that is used is missing, empty, or refers to itself */
export function openLists(lists: WildcardLists, nodes: readonly TemplateNode[]): TemplateLists {
  const read = new Map<string, readonly TemplateNode[]>()

  function linesOf(name: string): readonly string[] {
    const lines = lists.get(name)
    if (lines === undefined) throw invalid(messages.noWildcardList({ name, known: availableNames(lists) }))
    if (lines.length === 0) throw invalid(messages.wildcardListEmpty({ name }))
    return lines
  }

  function parsed(line: string): readonly TemplateNode[] {
    let lineNodes = read.get(line)
    if (lineNodes === undefined) read.set(line, (lineNodes = parseTemplate(line)))
    return lineNodes
  }

  checkLists(namesIn(nodes), (name) => [
    ...new Set(linesOf(name).flatMap((line) => (line.includes('__') ? namesIn(parsed(line)) : []))),
  ])
  return {
    lengthOf: (name) => linesOf(name).length,
    lineAt: (name, index) => parsed(linesOf(name)[index] ?? ''),
  }
}

const namedMax = 12

function availableNames(lists: WildcardLists): string {
  if (lists.size === 0) return messages.noListsYet
  const names = [...lists.keys()].toSorted().slice(0, namedMax).join(', ')
  return lists.size > namedMax ? messages.moreLists({ names }) : messages.availableLists({ names })
}

function namesIn(nodes: readonly TemplateNode[]): string[] {
  return nodes.flatMap((node) => {
    switch (node.type) {
      case 'text':
      case 'variable':
        return []
      case 'list':
        return [node.name]
      case 'definition':
        return namesIn(node.nodes)
      case 'choice':
        return node.options.flatMap((option) => namesIn(option.nodes))
    }
  })
}

/** Checks every reachable list. @throws request/invalid naming a cycle of lists */
function checkLists(names: readonly string[], namesOf: (name: string) => readonly string[]): void {
  const fine = new Set<string>()
  const path: { readonly name: string; readonly rest: string[] }[] = [{ name: '', rest: [...names] }]
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const name = top.rest.pop()
    if (name === undefined) {
      fine.add(top.name)
      path.pop()
      continue
    }
    if (fine.has(name)) continue
    const from = path.findIndex((step) => step.name === name)
    if (from !== -1) throw invalid(circleWords([...path.slice(from).map((step) => step.name), name]))
    path.push({ name, rest: [...namesOf(name)] })
  }
}

function circleWords(names: readonly string[]): string {
  const path = names.map((name) => `__${name}__`).join(' → ')
  return messages.listsInCircle({ path })
}
