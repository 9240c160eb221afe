import type { Language } from '../../../shared/messages/languages.ts'

/** A page of the manual. */
export interface HelpPage {
  /** Name of its file without the number that orders them. */
  readonly id: string
  readonly title: string
  readonly markdown: string
}

/** A heading with what is written below it, up to the next one. */
export interface HelpSection {
  readonly page: HelpPage
  /** As in the page's HTML; null = the beginning of the page. */
  readonly anchor: string | null
  readonly title: string
  readonly text: string
}

const files = import.meta.glob<string>('../../../../docs/help/*/*.md', { query: '?raw', import: 'default' })

/** The manual in a language, in the order of the files' numbers. */
export async function readHelp(language: Language): Promise<readonly HelpPage[]> {
  const wanted = Object.entries(files)
    .filter(([path]) => path.includes(`/help/${language}/`))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Promise.all(
    wanted.map(async ([path, load]) => {
      const markdown = await load()
      return { id: idOf(path), title: titleOf(markdown), markdown }
    }),
  )
}

function idOf(path: string): string {
  return path.replace(/^.*\/\d*-?/, '').replace(/\.md$/, '')
}

function titleOf(markdown: string): string {
  return /^# (.+)$/m.exec(markdown)?.[1] ?? ''
}

/** Error codes are headings: `storage/full` is found at `storage-full`. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
}

/** `key:mask.fill` in a page stands for the keys that run this command now. */
const keyMark = /^key:(.+)$/

/** The command whose keys such a piece of code stands for; null = it is code. */
export function commandOfKey(code: string): string | null {
  return keyMark.exec(code)?.[1] ?? null
}

/**
 * What can be found: each section of a page for itself.
 *
 * @param keyOf says the keys of a command, as text
 */
export function sectionsOf(page: HelpPage, keyOf: (command: string) => string): readonly HelpSection[] {
  const parts = page.markdown.split(/^(?=#{2,3} )/m)
  return parts.map((part) => {
    const heading = /^#{2,3} (.+)$/m.exec(part)?.[1]
    const text = part.replace(/^#{1,3} .+$/m, '')
    return {
      page,
      anchor: heading === undefined ? null : anchorOf(heading),
      title: plainText(heading ?? page.title, keyOf),
      text: plainText(text, keyOf),
    }
  })
}

/** Without the marks of Markdown, and with keys as a reader sees them. */
function plainText(markdown: string, keyOf: (command: string) => string): string {
  return markdown
    .replaceAll(/`([^`]+)`/g, (_, code: string) => {
      const command = commandOfKey(code)
      return command === null ? code : keyOf(command)
    })
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*_|]|^[-#>]+ /gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
