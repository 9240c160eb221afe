import { z } from 'zod'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { assetIdSchema, type AssetId } from '../../../../shared/domain/ids.ts'
import type { Rendition } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/tools.ts'
import { openMaskFile } from '../../../imaging/index.ts'
import type { ReadMaskFile } from '../../../imaging/imaging.ts'
import { importImage } from '../../library/import-image.ts'
import { badInput } from '../../read-options.ts'
import type { ToolContext } from '../tool.ts'

/** An image as callers name it; a data: URL may be long. */
const namedImageMost = 64_000_000
export const namedImageSchema = z.string().min(1).max(namedImageMost)
/** For tools that only look at it … */
export const shownImageSchema = namedImageSchema.describe(messages.imageField)
/** … and for those whose result has it as its source. */
export const imageSchema = namedImageSchema.describe(messages.imageField + messages.importedImage)
export const maskSchema = z
  .string({ error: ({ input }) => (input === null ? messages.nullMask : undefined) })
  .min(1)
  .max(namedImageMost)
  .describe(messages.maskField)

/** Returns the library's image, imported if it is not there yet. @throws request/invalid, storage/*, network/*, media/* */
export async function openNamedImage(text: string, context: ToolContext): Promise<Asset> {
  const id = assetIdSchema.safeParse(text)
  if (id.success) return context.services.assets.records.require(id.data)
  const source = isAddress(text) ? text : await context.files.readable(text)
  const { services, signal } = context
  return importImage(source, {
    services: () => Promise.resolve(services),
    signal,
    workingFolder: '/',
    readBytes: () => Promise.reject(badInput(messages.imageField)),
  })
}

/** The mask that an image of the library was made with, as recipes name it. */
const maskAddress = /^asset:\/\/library\/(?<id>[^/]+)\/(?<rendition>mask|painted)$/

/** Reads a mask as callers name it. @throws request/invalid, storage/*, media/* */
export async function openMask(text: string, context: ToolContext): Promise<ReadMaskFile> {
  const { imaging, assets } = context.services
  const base64 = /^data:image\/png;base64,([A-Za-z0-9+/=\s]+)$/i.exec(text)?.[1]
  if (base64 !== undefined) {
    return imaging.readMaskFile({ bytes: new Uint8Array(Buffer.from(base64, 'base64')), name: messages.maskInData })
  }
  const { id = text, rendition = 'original' } = maskAddress.exec(text)?.groups ?? {}
  const assetId = assetIdSchema.safeParse(id)
  if (assetId.success) {
    return openMaskFile((await assets.files.locate(assetId.data, rendition as Rendition)).path, imaging)
  }
  return openMaskFile(await context.files.readable(text), imaging)
}

/** @throws request/invalid if it is an address that is not allowed */
export function isAddress(text: string): boolean {
  if (/^data:/i.test(text)) return true
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return false
  if (/^https:/i.test(text)) return true
  throw badInput(messages.addressNotAllowed({ address: text.slice(0, 200) }))
}

/** @throws request/invalid */
export function requireLibraryId(text: string): AssetId {
  const id = assetIdSchema.safeParse(text)
  if (id.success) return id.data
  throw badInput(messages.notALibraryId({ id: text }))
}
