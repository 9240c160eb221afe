import type { Size } from '../../../../shared/util/geometry.ts'
import type { CredentialKind } from '../../content-credentials.ts'
import type { ExportAccount, ExportRecord } from '../../imaging.ts'
import { formatInfotext } from '../metadata/infotext.ts'
import { formatXmpPacket, type PacketContents } from '../metadata/xmp-packet.ts'
import type { SourcePhoto } from './kept-photo.ts'

/** All that is going to be in the file, in words. */
export interface WrittenAccount {
  readonly record: ExportRecord | null
  /** The generation as one text; null where there was none, or only the label is told. */
  readonly infotext: string | null
  readonly photo: SourcePhoto | null
  packet(contents: PacketContents): string
}

/** IPTC's kind of source, the last part of its address; null = not said. */
export function digitalSourceTypeOf(kind: CredentialKind, photo: SourcePhoto | null): string | null {
  if (kind.is !== 'own') return kind.is
  const stated = photo?.digitalSourceType ?? kind.otherwise
  if (stated === null || kind.changedBy === 'nobody' || !capturedTypes.has(stated)) return stated
  return kind.changedBy === 'local' ? 'humanEdits' : null
}

/**
 * No longer true once pixels were painted, filled or pasted: IPTC calls what a person changed with tools that do not
 * generate `humanEdits`. `minorHumanEdits` is its retired name.
 */
const capturedTypes: ReadonlySet<string> = new Set(
  ['digitalCapture', 'computationalCapture', 'negativeFilm', 'positiveFilm', 'print', 'screenCapture'].concat([
    'compositeCapture',
    'minorHumanEdits',
  ]),
)

export function writtenAccount(
  account: ExportAccount,
  photo: SourcePhoto | null,
  sizes: { readonly size: Size; readonly original: Size },
): WrittenAccount {
  const { kind, record, madeBy, generation } = account
  const digitalSourceType = digitalSourceTypeOf(kind, photo)
  return {
    record,
    infotext: record && generation && formatInfotext({ recipe: generation, appVersion: record.appVersion }, sizes),
    photo,
    packet: (contents) =>
      formatXmpPacket({ record, generation, madeBy, digitalSourceType, photo, size: sizes.size }, contents),
  }
}
