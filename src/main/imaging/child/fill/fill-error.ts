export type FillErrorReason = 'empty-mask' | 'nothing-to-copy'

/** A fill that cannot be done with the picture, mask and sampling area given. The message is fit to show a person. */
export class FillError extends Error {
  readonly reason: FillErrorReason

  constructor(reason: FillErrorReason, message: string) {
    super(message)
    this.name = 'FillError'
    this.reason = reason
  }
}
