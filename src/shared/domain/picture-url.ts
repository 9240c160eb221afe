/** `thumb-256`/`thumb-512`: WebP that fits the square; `full`: every pixel, upright, sRGB, in a format the window can show; `original`: the file's own bytes; `mask`: what it was made with; `answer`: the service's answer it was made of. */
export const renditions = ['thumb-256', 'thumb-512', 'full', 'original', 'mask', 'answer'] as const
export type Rendition = (typeof renditions)[number]

export function assetUrl(id: string, rendition: Rendition): string {
  return `asset://library/${id}/${rendition}`
}

export function previewUrl(jobId: string, revision: number): string {
  return `asset://preview/${jobId}/${revision}`
}
