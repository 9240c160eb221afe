import { unpackIds } from '../../../shared/domain/packed-ids.ts'
import { isRanking } from '../../../shared/search/index.ts'
import * as library from '../../../shared/messages/en/cli-library.ts'
import * as messages from '../../../shared/messages/en/cli-vision.ts'
import { defineEarlyCommand, type EarlyContext, type EarlyOutcome } from '../program/command.ts'
import { reportImages } from '../report-images.ts'
import { badInput, readNumberOption } from '../read-options.ts'

const limitMax = 1_000_000
const nearestByDefault = 20

export const searchCommand = defineEarlyCommand({
  name: 'search',
  group: 'library',
  summary: library.search,
  details: library.searchDetails,
  args: { '[query...]': library.searchQuery },
  options: {
    looks: { value: 'words', help: messages.searchLooks, conflictsWith: 'like' },
    like: { value: 'image', help: messages.searchLike },
    limit: { value: 'n', help: library.searchLimit },
    model: { value: 'name', help: messages.model },
  },
  examples: [
    "search 'heron provider:openai rating:>3 -fog' --limit 20",
    'search tag:print --json',
    'search --looks "foggy harbor at dusk" rating:>2',
    'search --like photo.jpg',
  ],
  async run({ limit, looks, like, model }, args, context) {
    const query = args.join(' ').trim()
    const isByMeaning = looks !== undefined || like !== undefined || isRanking(query)
    if (query === '' && !isByMeaning) throw badInput(library.searchEmpty)
    if (query.length > 2_000) throw badInput(library.searchTooLong)
    const max = readNumberOption(limit, { name: '--limit', min: 1, max: limitMax, isWhole: true })
    if (!isByMeaning) return searchByWords(query, max ?? limitMax, context)
    // Loads what only a search by a model needs.
    const { searchByMeaning } = await import('./search-by-meaning.ts')
    return searchByMeaning({ query, looks, like, model, limit: max ?? nearestByDefault }, context)
  },
})

async function searchByWords(query: string, limit: number, context: EarlyContext): Promise<EarlyOutcome> {
  const images = await context.libraryImages()
  const scope = { section: 'library', collectionId: null, query } as const
  const found = await images.search.find(scope, { sort: 'relevance', isStacked: false, withShapes: false })
  const ids = unpackIds(found.order).slice(0, limit)
  const problems = found.problems.map(({ message }) => message)
  return {
    lines: (await images.titles(ids)).map(({ id, name }) => `${id}  ${name}`),
    problems,
    report: async () => ({
      ...(await reportImages(images, ids, context.paths.library)),
      warnings: problems.map((message) => ({ code: 'query', message })),
    }),
  }
}
