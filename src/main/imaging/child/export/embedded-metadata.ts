import type { Size } from '../../../../shared/util/geometry.ts'
import type { CredentialKind } from '../../content-credentials.ts'
import type { ExportMetadata, ExportRecord } from '../../imaging.ts'
import { formatInfotext } from '../metadata/infotext.ts'
import { formatXmpPacket, type PacketContents } from '../metadata/xmp-packet.ts'
import type { SourcePhoto } from './kept-photo.ts'

/** All metadata to be embedded in the file, as text. */
export interface EmbeddedMetadata {
  readonly record: ExportRecord | null
  /** The generation as infotext; null if there was none, or if only the label is written. */
  readonly infotext: string | null
  readonly photo: SourcePhoto | null
  packet(contents: PacketContents): string
}

/** Returns the IPTC digital source type, the last segment of its URL; null = unspecified. */
export function digitalSourceTypeOf(kind: CredentialKind, photo: SourcePhoto | null): string | null {
  if (kind.type !== 'own') return kind.type
  const stated = photo?.digitalSourceType ?? kind.otherwise
  if (stated === null || kind.changedBy === 'nobody' || !capturedTypes.has(stated)) return stated
  return kind.changedBy === 'local' ? 'humanEdits' : null
}

/**
 * No longer true once pixels were painted, filled or pasted: IPTC uses `humanEdits` for changes a person made with
 * non-generative tools. `minorHumanEdits` is its retired name.
 */
const capturedTypes: ReadonlySet<string> = new Set(
  ['digitalCapture', 'computationalCapture', 'negativeFilm', 'positiveFilm', 'print', 'screenCapture'].concat([
    'compositeCapture',
    'minorHumanEdits',
  ]),
)

export function embeddedMetadata(
  metadata: ExportMetadata,
  photo: SourcePhoto | null,
  sizes: { readonly size: Size; readonly original: Size },
): EmbeddedMetadata {
  const { kind, record, madeBy, generation } = metadata
  const digitalSourceType = digitalSourceTypeOf(kind, photo)
  return {
    record,
    infotext: record && generation && formatInfotext({ recipe: generation, appVersion: record.appVersion }, sizes),
    photo,
    packet: (contents) =>
      formatXmpPacket({ record, generation, madeBy, digitalSourceType, photo, size: sizes.size }, contents),
  }
}
