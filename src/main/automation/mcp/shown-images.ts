import { readFile } from 'node:fs/promises'
import type { ContentBlock } from '@modelcontextprotocol/server'
import type { Asset } from '../../../shared/domain/asset.ts'
import { coverReason } from '../../../shared/domain/cover-reason.ts'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import type { AgentWorkspace } from './agent-session.ts'
import { imageUri } from './resource-uris.ts'

const previewsMax = 4

/** Returns a small preview of each image and a link to its resource. What the window covers is not shown here either. */
export async function showImages(ids: readonly string[], host: AgentWorkspace): Promise<ContentBlock[]> {
  const known = ids.slice(0, previewsMax).flatMap((id) => assetIdSchema.safeParse(id).data ?? [])
  const assets = await host.services.assets.records.load(known)
  return (await Promise.all(assets.map((asset) => show(asset, host)))).flat()
}

async function show(asset: Asset, { services, settings }: AgentWorkspace): Promise<ContentBlock[]> {
  const link: ContentBlock = {
    type: 'resource_link',
    uri: imageUri(asset.id),
    name: asset.name,
    mimeType: asset.mime,
    size: asset.fileBytes,
  }
  if (coverReason(asset, settings().safety) !== null) return [link]
  try {
    const { path, mime } = await services.assets.files.locate(asset.id, 'thumb-256')
    return [{ type: 'image', data: (await readFile(path)).toString('base64'), mimeType: mime }, link]
  } catch {
    // The image itself is there; only its preview is not.
    return [link]
  }
}
