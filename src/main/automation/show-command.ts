import { resolve } from 'node:path'
import type { AssetId } from '../../shared/domain/ids.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import { defineCommand, type CommandContext } from './command.ts'
import { formatAsset, type DescribedPicture } from './format-asset.ts'
import { reportedImage, successReport } from './report.ts'
import { requireId } from './require-id.ts'

export const showCommand = defineCommand({
  name: 'show',
  group: 'Library',
  summary: 'Show everything about an image.',
  details: 'Annotations, generation details, what the file says, sources and results.',
  args: { '<id>': 'Id of an image' },
  examples: ['show ID', 'show ID --json'],
  async run(_values, [text = ''], context) {
    const { shown, problem } = await loadShown(requireId(text), context)
    const path = resolve(context.paths.library, shown.asset.relativePath)
    return {
      lines: formatAsset(shown, path),
      problems: problem === null ? [] : [problem],
      report: successReport({ images: [reportedImage(shown.asset, context.paths.library)], shown }),
    }
  },
})

async function loadShown(
  id: AssetId,
  context: CommandContext,
): Promise<{ shown: DescribedPicture; problem: string | null }> {
  const { library, catalogue } = await context.services()
  const asset = await library.require(id)
  const { details, problem } = await catalogue.details(id).then(
    (found) => ({ details: found, problem: null }),
    // The record is worth showing where its file is gone or cannot be read.
    (thrown: unknown) => ({ details: null, problem: toErrorData(thrown).message }),
  )
  const { links } = await catalogue.lineage(id)
  const near = links.filter(({ fromId, toId }) => fromId === id || toId === id)
  const others = await library.assets(near.map(({ fromId, toId }) => (fromId === id ? toId : fromId)))
  const names = new Map(others.map((other) => [other.id, other.name]))
  const told = (other: AssetId, how: string) => ({ id: other, name: names.get(other) ?? '', how })
  const holding = new Set(await catalogue.collections.holding([id]))
  const collections = (await catalogue.collections.list()).filter((collection) => holding.has(collection.id))
  return {
    problem,
    shown: {
      asset,
      details,
      made_from: near.filter(({ toId }) => toId === id).map(({ fromId, how }) => told(fromId, how)),
      made_into: near.filter(({ fromId }) => fromId === id).map(({ toId, how }) => told(toId, how)),
      collections: collections.map(({ id: collectionId, name }) => ({ id: collectionId, name })),
    },
  }
}
