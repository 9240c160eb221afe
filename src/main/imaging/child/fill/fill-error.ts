export type FillErrorReason = 'empty-mask' | 'nothing-to-copy'

/** A fill that is impossible with the given image, mask and sampling area. */
export class FillError extends Error {
  readonly reason: FillErrorReason

  constructor(reason: FillErrorReason) {
    super(reason)
    this.name = 'FillError'
    this.reason = reason
  }
}
