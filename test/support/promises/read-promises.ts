import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '../../../scripts/setup/project.mjs'

/** What the documentation says that the program does. */
export interface Promised {
  /** `features/masks-by-brush-lasso-1a2b3c`: changes with the text, so that a changed promise is looked at again. */
  readonly id: string
  readonly text: string
  /** Below the root of the project. */
  readonly file: string
  /** The nearest heading above, or the bold words at the start of its list item. */
  readonly heading: string
}

/** A paragraph, a list item, a row of a table or a line of code, without its marker. */
interface Block {
  readonly text: string
  readonly heading: string
}

/** Short texts full of claims: each of their clauses is a promise. In the help, each block is. */
const clauseFiles = ['README.md', 'docs/features.md']

/** In the order of files and texts; a text that stands twice in a file is one promise. */
export async function readPromises(): Promise<Promised[]> {
  const help: string[] = []
  for await (const file of glob('docs/help/en/*.md', { cwd: projectRoot })) help.push(file.replaceAll('\\', '/'))
  const read = [...clauseFiles, ...help.toSorted()].map(async (file) => {
    const source = await readFile(join(projectRoot, file), 'utf8')
    return promisesIn(file, source)
  })
  const promises = new Map((await Promise.all(read)).flat().map((promise) => [promise.id, promise]))
  return [...promises.values()]
}

export function promisesIn(file: string, source: string): Promised[] {
  return blocksIn(source).flatMap((block) => {
    const parts = clauseFiles.includes(file) && !block.text.startsWith('|') ? clausesOf(block) : [block]
    return parts.map(({ text, heading }) => ({ id: idOf(file, text), text, file, heading }))
  })
}

function blocksIn(source: string): Block[] {
  const blocks: Block[] = []
  let heading = ''
  for (const part of source.replaceAll(/<picture>.*?<\/picture>/gs, '').split(/\n{2,}|\n(?=\d+\. |- |\||#)/)) {
    const text = part.trim()
    if (text.startsWith('#')) heading = text.replace(/^#+ /, '')
    else if (text.startsWith('```')) blocks.push(...linesOfCode(text).map((line) => ({ text: line, heading })))
    else if (text !== '') blocks.push({ text: text.replace(/^(?:\d+\.|-) /, '').replaceAll(/\s+/g, ' '), heading })
  }
  return blocks.filter(({ text }, at) => !isTableHead(text, blocks[at + 1]?.text))
}

const linesOfCode = (text: string) =>
  text
    .split('\n')
    .slice(1, -1)
    .map((line) => line.replaceAll(/\s+/g, ' '))

const isRule = (text = '') => /^\|[\s|:-]+$/.test(text)
const isTableHead = (text: string, next: string | undefined) => isRule(text) || (text.startsWith('|') && isRule(next))

/** `**Studio**: a canvas. Masks; refine them.` are three. What is in parentheses stays together. */
function clausesOf({ text, heading }: Block): Block[] {
  const [label = '', words = heading] = /^\*\*([^*]+)\*\*: /.exec(text) ?? []
  const clauses = text.slice(label.length).split(/(?<=[.;])\s+(?![^(]*\))/)
  return clauses.map((clause) => ({ text: clause.replace(/;$/, ''), heading: words }))
}

function idOf(file: string, text: string): string {
  const page = /([\w-]+)\.md$/.exec(file)![1]!.toLowerCase().replace(/^\d+-/, '')
  const folder = file.startsWith('docs/help/') ? `help/${page}` : page
  const words = text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []
  const hash = createHash('sha256').update(`${file}\n${text}`).digest('hex')
  return `${folder}/${[...words.slice(0, 4), hash.slice(0, 6)].join('-')}`
}
