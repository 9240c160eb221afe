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
