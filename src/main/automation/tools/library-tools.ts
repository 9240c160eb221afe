import { z } from 'zod'
import type { Asset } from '../../../shared/domain/asset.ts'
import {
  exportOptionsSchema,
  type ExportOptions,
  defaultExportOptions,
  exportSidePxMax,
} from '../../../shared/domain/export-options.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { unpackIds } from '../../../shared/domain/packed-ids.ts'
import { fromErrorData, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { isRanking } from '../../../shared/search/index.ts'
import { vectorOfQuery } from '../../vision/index.ts'
import { badInput } from '../read-options.ts'
import { readRecipeCall } from '../scripts/read-recipe-call.ts'
import { embedImage } from './images/embed-image.ts'
import { toolWarningSchema } from './images/made-images.ts'
import { defineTool, exampleOf, type ToolContext } from './tool.ts'
import { namedImageSchema, requireLibraryId } from './images/tool-images.ts'
import { originalPath } from '../../platform/original-path.ts'

const idSchema = z.string().max(100)

const foundImageSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  width: z.int(),
  height: z.int(),
  prompt: z.string().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  rating: z.int(),
  tags: z.array(z.string()),
  created_at: z.string(),
  /** Cosine of the angle to what was searched for, 1 = the same; with `looks` and `like` only. */
  similarity: z.number().nullable(),
})

export const searchLibraryTool = defineTool({
  name: 'search_library',
  title: messages.searchTitle,
  description: messages.searchDescription({ example: exampleOf({ query: 'heron rating:>3', limit: 10 }) }),
  input: z.strictObject({
    query: z.string().max(2_000).default('').describe(messages.queryField),
    looks: z.string().trim().min(1).max(1_000).optional().describe(messages.looksField),
    like: namedImageSchema.optional().describe(messages.likeField),
    limit: z.int().min(1).max(200).default(20).describe(messages.limitField),
    offset: z.int().min(0).max(1_000_000).default(0).describe(messages.offsetField),
  }),
  output: z.object({ total: z.int(), images: z.array(foundImageSchema), warnings: z.array(toolWarningSchema) }),
  isReadOnly: true,
  async run({ query, looks, like, limit, offset }, context) {
    if (looks !== undefined && like !== undefined) throw badInput(messages.lookOrLike)
    if (looks !== undefined || like !== undefined || isRanking(query)) {
      return searchByContent({ query, looks, like, limit, offset }, context)
    }
    const { assets } = context.services
    const scope = { section: 'library', collectionId: null, query } as const
    const sort = query === '' ? 'newest' : 'relevance'
    const found = await assets.search.find(scope, { sort, isStacked: false, withShapes: false })
    const ids = unpackIds(found.order)
    const listed = await assets.records.load(ids.slice(offset, offset + limit))
    return {
      total: ids.length,
      images: listed.map((asset) => toFound(asset, context, null)),
      warnings: found.problems.map(({ message }) => ({ code: 'query', message })),
    }
  },
})

interface ContentSearch {
  readonly query: string
  readonly looks: string | undefined
  readonly like: string | undefined
  readonly limit: number
  readonly offset: number
}

async function searchByContent({ query, looks, like, limit, offset }: ContentSearch, context: ToolContext) {
  const { services, signal } = context
  const embeddings = await services.embeddings()
  const model = (await embeddings.searchModel()) ?? (await embeddings.model(undefined))
  const named = [
    ...(looks === undefined ? [] : [await embeddings.ofWords(model, looks, signal)]),
    ...(like === undefined ? [] : [await embedImage(like, model, context)]),
  ]
  const { references } = services.assets
  const vector = await vectorOfQuery(query, model, { embeddings, references }, named)
  const scope = { section: 'library', collectionId: null, query } as const
  const matches = await services.assets.vectors.nearest({ model: model.id, vector }, scope, offset + limit)
  const page = matches.slice(offset)
  const listed = new Map((await services.assets.records.load(page.map(({ id }) => id))).map((each) => [each.id, each]))
  return {
    total: matches.length,
    images: page.flatMap(({ id, likeness }) => {
      const asset = listed.get(id)
      return asset === undefined ? [] : [toFound(asset, context, Number(likeness.toFixed(4)))]
    }),
    warnings: [],
  }
}

function toFound(asset: Asset, context: ToolContext, similarity: number | null) {
  const { id, name, widthPx, heightPx, recipe, annotations, createdAtMs } = asset
  return {
    id,
    name,
    path: originalPath(context.paths, asset),
    width: widthPx,
    height: heightPx,
    prompt: recipe.prompt,
    provider: recipe.provider,
    model: recipe.model,
    rating: annotations.rating,
    tags: [...annotations.tags],
    created_at: new Date(createdAtMs).toISOString(),
    similarity,
  }
}

const relatedSchema = z.object({ id: z.string(), how: z.string() })

export const getImageTool = defineTool({
  name: 'get_image',
  title: messages.getTitle,
  description: messages.getDescription({ example: exampleOf({ id: 'LIBRARY_ID' }) }),
  input: z.strictObject({ id: idSchema.describe(messages.idField) }),
  output: z.object({
    image: foundImageSchema,
    mime: z.string(),
    bytes: z.int(),
    is_in_trash: z.boolean(),
    is_missing: z.boolean(),
    is_damaged: z.boolean(),
    /** How it was made, as stored in the library. */
    recipe: z.record(z.string(), z.unknown()),
    notes: z.string(),
    made_from: z.array(relatedSchema),
    made_into: z.array(relatedSchema),
    /** The call that makes it again, and what will not be the same; null = no tool can. */
    repeat: z
      .object({
        tool: z.string(),
        parameters: z.record(z.string(), z.unknown()),
        differences: z.array(toolWarningSchema),
      })
      .nullable(),
  }),
  isReadOnly: true,
  shown: ({ image }) => [image.id],
  async run({ id: text }, context) {
    const id = requireLibraryId(text)
    const { assets } = context.services
    const asset = await assets.records.require(id)
    const { links } = await assets.relations.lineage(id)
    return {
      image: toFound(asset, context, null),
      mime: asset.mime,
      bytes: asset.fileBytes,
      is_in_trash: asset.trashedAtMs !== null,
      is_missing: asset.isMissing,
      is_damaged: asset.isDamaged,
      recipe: asset.recipe,
      notes: asset.annotations.notes,
      made_from: links.filter(({ toId }) => toId === id).map(({ fromId, how }) => ({ id: fromId, how })),
      made_into: links.filter(({ fromId }) => fromId === id).map(({ toId, how }) => ({ id: toId, how })),
      repeat: await repeatOf(id, context),
    }
  },
})

async function repeatOf(id: AssetId, { services }: ToolContext) {
  try {
    const { tool, parameters, differences } = await readRecipeCall(id, services)
    return { tool, parameters: { ...parameters }, differences: [...differences] }
  } catch (thrown) {
    // An imported photo, for example.
    if (toErrorData(thrown).code === 'request/invalid') return null
    throw thrown
  }
}

export const exportImageTool = defineTool({
  name: 'export_image',
  title: messages.exportTitle,
  description: messages.exportDescription({
    example: exampleOf({ ids: ['LIBRARY_ID'], format: 'webp', longest_side: 2048 }),
  }),
  input: z.strictObject({
    ids: z.array(idSchema).min(1).max(200).describe(messages.idsField),
    folder: z.string().max(4_000).optional().describe(messages.exportFolderField),
    format: exportOptionsSchema.shape.format.default('original').describe(messages.exportFormatField),
    longest_side: z.int().min(1).max(exportSidePxMax).optional().describe(messages.longestField),
    quality: z.int().min(1).max(100).default(90).describe(messages.lossyQualityField),
  }),
  output: z.object({
    files: z.array(z.object({ id: z.string(), path: z.string() })),
    failed: z.array(z.object({ name: z.string(), error: z.string(), error_code: z.string() })),
    warnings: z.array(toolWarningSchema),
  }),
  isReadOnly: false,
  async run({ ids: texts, folder = '.', format, longest_side: px, quality }, context) {
    const ids: AssetId[] = texts.map((text) => requireLibraryId(text))
    const target = await context.files.writable(folder)
    const options: ExportOptions = {
      ...defaultExportOptions,
      format,
      quality,
      ...(px !== undefined && { size: { by: 'longest', px, mayEnlarge: false } as const }),
      onConflict: 'number',
    }
    const result = await context.services.exports.run({ ids, folder: target, options }, { signal: context.signal })
    const [failure] = result.failed
    if (failure !== undefined && result.written.length === 0) throw fromErrorData(failure.error)
    return {
      files: result.written.map(({ id, path }) => ({ id, path })),
      failed: result.failed.map(({ name, error }) => ({ name, error: error.message, error_code: error.code })),
      warnings: result.notes.map((message) => ({ code: 'export', message })),
    }
  },
})
