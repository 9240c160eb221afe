/** What an open image needs from the program: files, dialogs, the library. Each action reports its own outcome. */
export interface CanvasFileActions {
  /** Prompts for an image and places it over the base. */
  placeImage(): Promise<void>
  /** Places dropped files. */
  placeFiles(files: readonly File[]): Promise<void>
  /** Prompts for a file or takes a library image, shows it as a mask, and applies it once confirmed. */
  importMask(): Promise<void>
  exportMask(): Promise<void>
  saveProject(format: 'atelier' | 'psd' | 'ora'): Promise<void>
}
