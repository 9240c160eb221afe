import { unpackIds } from '../../shared/domain/packed-ids.ts'
import { defineCommand } from './command.ts'
import { badInput, readNumberOption } from './read-options.ts'
import { listedImage, successReport } from './report.ts'

const batchSize = 500
const limitMax = 1_000_000

export const searchCommand = defineCommand({
  name: 'search',
  group: 'Library',
  summary: 'Search the library, as in the Gallery’s search field.',
  details: 'Best matches first, then newest. "phrases" are exact, - excludes, field:a,b matches either.',
  args: { '<query...>': 'Words and fields' },
  options: { limit: { value: 'n', help: 'At most this many.' } },
  examples: ["search 'heron provider:openai rating:>3 -fog' --limit 20", 'search tag:print --json'],
  async run(values, args, context) {
    const query = args.join(' ').trim()
    if (query === '') throw badInput('The query is empty.')
    if (query.length > 2_000) throw badInput('The query is longer than 2,000 characters.')
    const limit = readNumberOption(values.limit, { name: '--limit', min: 1, max: limitMax, isWhole: true }) ?? limitMax
    const { catalogue, library } = await context.services()
    const scope = { shelf: 'library', collectionId: null, query } as const
    const found = await catalogue.find(scope, { sort: 'relevance', isStacked: false, withShapes: false })
    const ids = unpackIds(found.order).slice(0, limit)
    const assets = []
    for (let from = 0; from < ids.length; from += batchSize) {
      assets.push(...(await library.assets(ids.slice(from, from + batchSize))))
    }
    const problems = found.problems.map(({ message }) => message)
    return {
      lines: assets.map(({ id, name }) => `${id}  ${name}`),
      problems,
      report: successReport({
        images: assets.map((asset) => listedImage(asset, context.paths.library)),
        warnings: problems.map((message) => ({ code: 'query', message })),
      }),
    }
  },
})
