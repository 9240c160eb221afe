import { readFile } from 'node:fs/promises'
import { ResourceNotFoundError, ResourceTemplate, type McpServer } from '@modelcontextprotocol/server'
import { coverReason } from '../../../shared/domain/cover-reason.ts'
import { assetIdSchema, collectionIdSchema, type AssetId } from '../../../shared/domain/ids.ts'
import { unpackIds } from '../../../shared/domain/packed-ids.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import type { AgentWorkspace } from './agent-session.ts'
import { collectionsUri, collectionUri, imageUri, recipeUri } from './resource-uris.ts'

/** Listed: the newest. All others are found by search_library. */
const listedMax = 50
/** Larger files are given as previews; `export_image` makes others. */
const fileBytesMax = 8 * 2 ** 20
const collectionImagesMax = 1_000
const json = 'application/json'

/** Images, recipes and collections of the library, to read. */
export function registerResources(server: McpServer, host: AgentWorkspace): void {
  const { assets } = host.services
  const listImages = async (uriOf: (id: string) => string, mimeOf: (mime: string) => string) => ({
    resources: (await newest(host)).map(({ id, name, mime }) => ({ uri: uriOf(id), name, mimeType: mimeOf(mime) })),
  })
  server.registerResource(
    'image',
    new ResourceTemplate(imageUri('{id}'), { list: () => listImages(imageUri, (mime) => mime) }),
    { title: messages.imageResourceTitle, description: messages.imageResource },
    async ({ href }, { id }) => ({ contents: [await readImage(href, requireAssetId(href, id), host)] }),
  )
  server.registerResource(
    'recipe',
    new ResourceTemplate(recipeUri('{id}'), { list: undefined }),
    { title: messages.recipeResourceTitle, description: messages.recipeResource, mimeType: json },
    async ({ href }, { id }) => {
      const [asset] = await assets.records.load([requireAssetId(href, id)])
      if (asset === undefined) throw new ResourceNotFoundError(href)
      const recipe = { id: asset.id, name: asset.name, parent_id: asset.parentId, ...asset.recipe }
      return { contents: [{ uri: href, mimeType: json, text: JSON.stringify(recipe) }] }
    },
  )
  registerCollections(server, host)
}

function registerCollections(server: McpServer, { services }: AgentWorkspace): void {
  const { assets } = services
  const list = async () => (await assets.collections.list()).map(({ id, name, kind }) => ({ id, name, kind }))
  server.registerResource(
    'collections',
    collectionsUri,
    { title: messages.collectionResourceTitle, description: messages.collectionsResource, mimeType: json },
    async ({ href }) => ({ contents: [{ uri: href, mimeType: json, text: JSON.stringify(await list()) }] }),
  )
  server.registerResource(
    'collection',
    new ResourceTemplate(collectionUri('{id}'), {
      list: async () => ({
        resources: (await list()).map(({ id, name }) => ({ uri: collectionUri(id), name, mimeType: json })),
      }),
    }),
    { title: messages.collectionResourceTitle, description: messages.collectionResource, mimeType: json },
    async ({ href }, { id: text }) => {
      const id = collectionIdSchema.safeParse(text).data
      const collection = (await list()).find((each) => each.id === id)
      if (id === undefined || collection === undefined) throw new ResourceNotFoundError(href)
      const scope = { section: 'library', collectionId: id, query: '' } as const
      const found = await assets.search.find(scope, { sort: 'newest', isStacked: false, withShapes: false })
      const ids = unpackIds(found.order)
      const images = (await assets.records.load(ids.slice(0, collectionImagesMax))).map(({ id: imageId, name }) => ({
        id: imageId,
        name,
      }))
      const content = { ...collection, total: ids.length, images }
      return { contents: [{ uri: href, mimeType: json, text: JSON.stringify(content) }] }
    },
  )
}

async function newest({ services: { assets } }: AgentWorkspace) {
  const scope = { section: 'library', collectionId: null, query: '' } as const
  const found = await assets.search.find(scope, { sort: 'newest', isStacked: false, withShapes: false })
  return assets.records.load(unpackIds(found.order).slice(0, listedMax))
}

function requireAssetId(href: string, id: unknown): AssetId {
  const parsed = assetIdSchema.safeParse(id)
  if (parsed.success) return parsed.data
  throw new ResourceNotFoundError(href)
}

async function readImage(href: string, id: AssetId, { services, settings, refreshSettings }: AgentWorkspace) {
  const { assets } = services
  await refreshSettings()
  const [asset] = await assets.records.load([id])
  if (asset === undefined || coverReason(asset, settings().safety) !== null) throw new ResourceNotFoundError(href)
  const { path, mime } = await assets.files.locate(id, asset.fileBytes > fileBytesMax ? 'thumb-512' : 'original')
  return { uri: href, mimeType: mime, blob: (await readFile(path)).toString('base64') }
}
