/** What the photo a picture came from says, as far as it is to be kept. */
export interface SourcePhoto {
  /** The last part of IPTC's address. */
  readonly digitalSourceType: string | null
  readonly creators: readonly string[]
  readonly rights: string | null
  readonly credit: string | null
  /** As EXIF has them. */
  readonly artist: string | null
  readonly copyright: string | null
  readonly location: PhotoLocation | null
  readonly camera: PhotoCamera | null
}

/** How a photo came about, as EXIF has it. Never a serial number. */
export interface PhotoCamera {
  readonly make: string | null
  readonly model: string | null
  readonly lens: string | null
  /** `2024:05:01 12:00:00`, in the camera's own time. */
  readonly takenAt: string | null
}

export interface PhotoLocation {
  /** As XMP writes them: `51,30.5383N`. */
  readonly latitude: string
  readonly longitude: string
  /** As EXIF has them, fractions with blanks between. */
  readonly exif: Record<string, string>
}
