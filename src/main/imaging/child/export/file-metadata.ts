import type { Exif, Sharp } from 'sharp'
import { AppError } from '../../../../shared/errors/index.ts'
import type { ExportRequest } from '../../imaging.ts'
import { addExtendedXmp, extendedXmpNameOf } from '../metadata/add-extended-xmp.ts'
import { addTiffMetadata } from '../metadata/tiff-directory.ts'
import { encodeUserComment, replaceStandIn, standInFor } from '../metadata/user-comment.ts'
import { formatExtendedXmp } from '../metadata/xmp-packet.ts'
import type { SourcePhoto } from './kept-photo.ts'
import type { WrittenAccount } from './written-account.ts'

/** A JPEG holds XMP in one segment, and libvips silently leaves out what is longer than this. */
const xmpBytesMax = 60_000

/** EXIF and XMP of a JPEG, WebP, AVIF or TIFF, before it is encoded. */
export function describeFile(pipeline: Sharp, account: WrittenAccount, format: ExportRequest['format']): Sharp {
  const { record, infotext, photo } = account
  const packet = format === 'jpeg' ? fittingPacket(account) : wholePacket(account)
  const kept = photo && photoExif(photo)
  const exif: Exif = {
    ...kept,
    ...(record && { IFD0: { ...kept?.IFD0, Software: `Atelier ${record.appVersion}` } }),
    ...(infotext !== null && { IFD2: { UserComment: standInFor(encodeUserComment(infotext)) } }),
  }
  const told = Object.keys(exif).length > 0 ? pipeline.withExif(exif) : pipeline
  return packet === '' ? told : told.withXmp(packet)
}

/** What is kept of the photo a picture came from; null where there is nothing. */
export function photoExif({ artist, copyright, location }: SourcePhoto): Exif | null {
  const first = { ...(artist !== null && { Artist: artist }), ...(copyright !== null && { Copyright: copyright }) }
  const exif = { ...(Object.keys(first).length > 0 && { IFD0: first }), ...(location && { IFD3: location.exif }) }
  return Object.keys(exif).length > 0 ? exif : null
}

function wholePacket({ packet, record }: WrittenAccount): string {
  return packet({ includeRecord: record !== null, includePrompt: true })
}

/** As much as goes into one segment: the record goes on in others where it is too long. */
function fittingPacket(account: WrittenAccount): string {
  const whole = wholePacket(account)
  if (account.record === null || Buffer.byteLength(whole) <= xmpBytesMax) return whole
  const extendedName = extendedXmpNameOf(formatExtendedXmp(account.record))
  const brief = account.packet({ includeRecord: false, includePrompt: true, extendedName })
  if (Buffer.byteLength(brief) <= xmpBytesMax) return brief
  return account.packet({ includeRecord: false, includePrompt: false, extendedName })
}

/** What the encoder cannot write itself. */
export function finishFile(
  file: Buffer,
  account: WrittenAccount | null,
  { format, fileName }: Pick<ExportRequest, 'format' | 'fileName'>,
): Buffer {
  if (account === null) return file
  const comment = account.infotext === null ? null : encodeUserComment(account.infotext)
  if (format === 'tiff') {
    const { artist = null, copyright = null } = account.photo ?? {}
    return addTiffMetadata(file, { comment, artist, copyright })
  }
  if (comment === null || replaceStandIn(file, comment))
    return format === 'jpeg' ? withExtendedXmp(file, account) : file
  throw new AppError('internal/bug', `The recipe could not be written into “${fileName}”.`)
}

function withExtendedXmp(file: Buffer, account: WrittenAccount): Buffer {
  if (account.record === null || Buffer.byteLength(wholePacket(account)) <= xmpBytesMax) return file
  return addExtendedXmp(file, formatExtendedXmp(account.record))
}
