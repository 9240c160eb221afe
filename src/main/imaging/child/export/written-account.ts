import type { Size } from '../../../../shared/util/geometry.ts'
import type { ExportKind } from '../../content-credentials.ts'
import type { ExportAccount, ExportRecord } from '../../imaging.ts'
import { formatInfotext } from '../metadata/infotext.ts'
import { formatXmpPacket, type PacketContents } from '../metadata/xmp-packet.ts'
import type { SourcePhoto } from './kept-photo.ts'

/** All that is going to be in the file, in words. */
export interface WrittenAccount {
  readonly record: ExportRecord | null
  /** The recipe as one text; null where only the label is told. */
  readonly infotext: string | null
  readonly photo: SourcePhoto | null
  packet(contents: PacketContents): string
}

/** IPTC's kind of source, the last part of its address; null = not said. */
export function digitalSourceTypeOf(kind: ExportKind, photo: SourcePhoto | null): string | null {
  return kind.is === 'own' ? (photo?.digitalSourceType ?? kind.otherwise) : kind.is
}

export function writtenAccount(
  account: ExportAccount,
  photo: SourcePhoto | null,
  sizes: { readonly size: Size; readonly original: Size },
): WrittenAccount {
  const { kind, record, madeBy } = account
  const digitalSourceType = digitalSourceTypeOf(kind, photo)
  return {
    record,
    infotext: record && formatInfotext(record, sizes),
    photo,
    packet: (contents) => formatXmpPacket({ record, madeBy, digitalSourceType, photo, size: sizes.size }, contents),
  }
}
