import type { Exif } from 'sharp'

/** What a source photo's metadata says, as far as it may be kept. */
export interface SourcePhoto {
  /** The last segment of IPTC's URL. */
  readonly digitalSourceType: string | null
  readonly creators: readonly string[]
  readonly rights: string | null
  readonly credit: string | null
  /** In EXIF format. */
  readonly artist: string | null
  readonly copyright: string | null
  readonly location: PhotoLocation | null
  readonly camera: PhotoCamera | null
}

/** How a photo was taken, in EXIF format. Never includes a serial number. */
export interface PhotoCamera {
  readonly make: string | null
  readonly model: string | null
  readonly lens: string | null
  /** `2024:05:01 12:00:00`, in the camera's local time. */
  readonly takenAt: string | null
}

export interface PhotoLocation {
  /** In XMP format: `51,30.5383N`. */
  readonly latitude: string
  readonly longitude: string
  /** In EXIF format, fractions separated by spaces. */
  readonly exif: Record<string, string>
}

/** What of it EXIF holds; null if there is nothing. */
export function photoExif({ artist, copyright, location, camera }: SourcePhoto): Exif | null {
  const first = present({ Artist: artist, Copyright: copyright, Make: camera?.make, Model: camera?.model })
  const inside = present({ DateTimeOriginal: camera?.takenAt, LensModel: camera?.lens })
  const exif = {
    ...(first && { IFD0: first }),
    ...(inside && { IFD2: inside }),
    ...(location && { IFD3: location.exif }),
  }
  return Object.keys(exif).length > 0 ? exif : null
}

export function present(values: Readonly<Record<string, string | null | undefined>>): Record<string, string> | null {
  const entries = Object.entries(values).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  return entries.length > 0 ? Object.fromEntries(entries) : null
}

/** A JPEG has EXIF in one segment of 65,533 bytes, and libvips writes no longer one into any other format either. */
const exifBytesMax = 65_000

/** Directories, the color space, and the program's name. */
const exifFrameBytes = 1_000

/** How many bytes the EXIF of an exported file has for what is not of its photo. */
export function exifBytesBeside(photo: SourcePhoto | null): number {
  const directories: readonly Record<string, string>[] = Object.values((photo && photoExif(photo)) ?? {})
  const texts = directories.flatMap((directory) => Object.values(directory))
  return exifBytesMax - exifFrameBytes - texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0)
}
