import { resolve } from 'node:path'
import type { Asset } from '../../../shared/domain/asset.ts'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { AppError, fromErrorData } from '../../../shared/errors/index.ts'
import { dataAddressNotValid } from '../../../shared/messages/en/cli-generate.ts'
import { damagedSource } from '../../../shared/messages/en/library.ts'
import type { ImportOutcome } from '../../assets/assets.ts'
import type { CommandContext } from '../program/command.ts'
import { badInput } from '../read-options.ts'

type ImportContext = Pick<CommandContext, 'services' | 'signal' | 'workingFolder' | 'readBytes'>

/**
 * The only place that imports an image named on the command line: a path, an https address, a `data:` URL, or `-` for
 * standard input. Known content is not copied again.
 */
export async function importImage(text: string, context: ImportContext): Promise<Asset> {
  const { assets } = await context.services()
  const { signal } = context
  if (/^(https?|data):/i.test(text))
    return only(await assets.imports.addBytes(nameOf(text), await readAddress(text, context), { signal }))
  if (text === '-') return only(await assets.imports.addBytes('picture', await context.readBytes(), { signal }))
  return only(await assets.imports.addFiles([resolve(context.workingFolder, text)], { signal }))
}

/** The same, for an image of the library by its ID too. */
export async function openGivenImage(text: string, context: ImportContext): Promise<Asset> {
  const id = assetIdSchema.safeParse(text)
  if (id.success) return (await context.services()).assets.records.require(id.data)
  return importImage(text, context)
}

/** Returns the bytes of an https address or a `data:` URL. @throws request/invalid, network/*, media/too-large */
export async function readAddress(
  text: string,
  { services, signal }: Pick<ImportContext, 'services' | 'signal'>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (/^data:/i.test(text)) return readDataAddress(text)
  const { downloadImage } = await (await services()).openProviders()
  return downloadImage(text, signal)
}

/** What could be read of a damaged file is used only where a person asks for it by its ID. */
function only({ imported, failed }: ImportOutcome): Asset {
  const [asset] = imported
  if (asset?.isDamaged === true) {
    throw new AppError('media/undecodable', damagedSource({ name: asset.name, id: asset.id }))
  }
  if (asset !== undefined) return asset
  throw failed[0] ? fromErrorData(failed[0].error) : AppError.cancelled()
}

function nameOf(address: string): string {
  if (/^data:/i.test(address)) return 'picture'
  const fileName = decodeURIComponentSafely(new URL(address).pathname.split('/').at(-1) ?? '')
  return fileName.replace(/\.\w{1,5}$/, '') || 'picture'
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function readDataAddress(text: string): Uint8Array<ArrayBuffer> {
  const base64 = /^data:image\/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)$/i.exec(text)?.[1]
  if (base64 === undefined) throw badInput(dataAddressNotValid)
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
