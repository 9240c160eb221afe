import MiniSearch from 'minisearch'
import { sectionsOf, type HelpPage, type HelpSection } from './help-pages.ts'

export interface HelpResult {
  readonly section: HelpSection
  /** The words around the first match. */
  readonly excerpt: string
}

const resultsMax = 20
const excerptCharacters = 120

/**
 * Returns a search of these pages: the best sections first; words may be incomplete, or misspelled by a letter. An empty
 * query finds nothing. `language` as in BCP 47: words of Japanese and Chinese have no spaces between them. `keyOf` says
 * the keys of a command, as text.
 */
export function createHelpSearch(pages: readonly HelpPage[], language: string, keyOf: (command: string) => string) {
  const sections = pages.flatMap((page) => sectionsOf(page, keyOf))
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' })
  const index = new MiniSearch({
    fields: ['title', 'text', 'page'],
    tokenize: (text) => [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) => (isWordLike ? segment : [])),
  })
  index.addAll(sections.map(({ title, text, page }, id) => ({ id, title, text, page: page.title })))
  return (query: string): readonly HelpResult[] =>
    index
      .search(query, { prefix: true, fuzzy: 0.2, combineWith: 'AND', boost: { title: 3 } })
      .slice(0, resultsMax)
      .flatMap(({ id, terms }) => {
        const section = sections[Number(id)]
        return section === undefined ? [] : { section, excerpt: excerptOf(section.text, terms) }
      })
}

function excerptOf(text: string, terms: readonly string[]): string {
  const lower = text.toLowerCase()
  const found = terms.map((term) => lower.indexOf(term)).filter((at) => at >= 0)
  const start = Math.max(0, Math.min(...found, text.length) - excerptCharacters / 3)
  const from = found.length === 0 || start === 0 ? 0 : text.indexOf(' ', start) + 1
  const cut = text.slice(from, from + excerptCharacters)
  return `${from > 0 ? '…' : ''}${cut}${from + cut.length < text.length ? '…' : ''}`
}
