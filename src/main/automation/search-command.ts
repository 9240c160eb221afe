import { unpackIds } from '../../shared/domain/packed-ids.ts'
import type { Command } from './command.ts'
import { badInput, readNumber, readOptions } from './read-options.ts'
import { reportedImage, successReport } from './report.ts'

const batchSize = 500
const limitMax = 1_000_000

const options = { limit: { type: 'string' }, json: { type: 'boolean' } } as const

export const searchCommand: Command = {
  usage: 'search QUERY [--limit N] [--json]',
  summary:
    'Finds pictures by words and fields, such as: heron provider:openai rating:>3 -tag:print. Newest first, the best first where there are words.',
  async run(words, context) {
    const { values, positionals } = readOptions(words, options)
    const query = positionals.join(' ').trim()
    if (query === '') throw badInput('QUERY is missing.')
    if (query.length > 2_000) throw badInput('QUERY is longer than 2,000 characters.')
    const limit = readNumber(values.limit, { name: '--limit', min: 1, max: limitMax, isWhole: true }) ?? limitMax
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
        images: assets.map((asset) => reportedImage(asset, context.paths.library)),
        warnings: problems.map((message) => ({ code: 'query', message })),
      }),
    }
  },
}
