import type { Size } from '../../../../shared/util/geometry.ts'
import type { CredentialKind } from '../../content-credentials.ts'
import type { ExportMetadata, ExportRecord } from '../../imaging.ts'
import { formatInfotext } from '../metadata/infotext.ts'
import type { PngText } from '../metadata/png-text.ts'
import type { ProgramTexts } from '../metadata/program-texts.ts'
import { formatXmpPacket, type PacketContents } from '../metadata/xmp-packet.ts'
import { commentCharsIn } from './exif-texts.ts'
import { exifBytesBeside, type SourcePhoto } from './kept-photo.ts'

/** All metadata to be embedded in the file, as text. */
export interface EmbeddedMetadata {
  readonly record: ExportRecord | null
  /** The generation as infotext; null if there was none, or if only the label is written. */
  readonly infotext: string | null
  readonly photo: SourcePhoto | null
  /** What other programs wrote to open the image again. */
  readonly programs: readonly PngText[]
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

/** The text as the other program wrote it: it may hold more than a recipe does. */
function writtenElsewhere({ infotext }: ProgramTexts, charsMax: number): string | null {
  return infotext !== null && infotext.length <= charsMax ? infotext : null
}

/** What is carried over from the oldest file that the image derives from. */
interface KeptFromSource {
  readonly photo: SourcePhoto | null
  readonly programs: ProgramTexts
}

export function embeddedMetadata(
  metadata: ExportMetadata,
  { photo, programs }: KeptFromSource,
  sizes: { readonly size: Size; readonly original: Size },
): EmbeddedMetadata {
  const { kind, record, madeBy, generation } = metadata
  // What fits into the EXIF of every format.
  const charsMax = commentCharsIn(exifBytesBeside(photo))
  const digitalSourceType = digitalSourceTypeOf(kind, photo)
  return {
    record,
    infotext:
      record &&
      (writtenElsewhere(programs, charsMax) ??
        (generation && formatInfotext({ ...record, recipe: generation }, sizes, charsMax))),
    photo,
    programs: programs.texts,
    packet: (contents) =>
      formatXmpPacket({ record, generation, madeBy, digitalSourceType, photo, size: sizes.size }, contents),
  }
}
