/** Returns the id of an upscaler's card for its file name, as a command line takes it. */
export function upscalerIdOf(fileName: string): string {
  return fileName
    .replace(/(?<=.)\.[^.]*$/u, '')
    .replaceAll(/[^\w.+-]+/g, '-')
    .slice(0, 200)
}
