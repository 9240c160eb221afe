/** What an open picture needs of the program around it: files, dialogs, the library. Each says itself how it went. */
export interface CanvasFileActions {
  /** Asks for a picture and lays it over the base. */
  placePicture(): Promise<void>
  /** Likewise files that were dropped. */
  placeFiles(files: readonly File[]): Promise<void>
  /** Asks for a file or takes a library picture, shows it as a mask, and lays it down once that is confirmed. */
  importMask(): Promise<void>
  exportMask(): Promise<void>
  saveProject(format: 'atelier' | 'psd' | 'ora'): Promise<void>
}
