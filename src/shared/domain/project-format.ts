/** Kinds of files that hold a whole document, by their extension: Atelier's own, Photoshop's, OpenRaster. */
export const projectFormats = ['atelier', 'psd', 'ora'] as const
export type ProjectFormat = (typeof projectFormats)[number]

/** More than a document of 100 layers has, and what its edits were made of. */
export const projectPicturesMax = 200

/** Images opened together get a tab each, up to this many; of more only the last is opened. */
export const openedAtOnceMax = 8

/** Whether a file is opened as a document (`canvas.openProjectFiles`) and not imported as a picture, by its name. */
export function isProjectFile(path: string): boolean {
  const lower = path.toLowerCase()
  return projectFormats.some((format) => lower.endsWith(`.${format}`))
}
