/** Formats that hold a whole document, by file extension: Atelier's own, Photoshop's, OpenRaster. */
export const projectFormats = ['atelier', 'psd', 'ora'] as const
export type ProjectFormat = (typeof projectFormats)[number]

/** More than a document of 100 layers and the images of its edits need. */
export const projectImagesMax = 200

/** Up to this many images opened together get a tab each; of more only the last is opened. */
export const openedAtOnceMax = 8

/** Whether a file is opened as a document (`canvas.openProjectFiles`) instead of imported as an image, by its name. */
export function isProjectFile(path: string): boolean {
  const lower = path.toLowerCase()
  return projectFormats.some((format) => lower.endsWith(`.${format}`))
}
