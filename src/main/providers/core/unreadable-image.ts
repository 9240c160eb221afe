import { AppError } from '../../../shared/errors/index.ts'

/** Data that came in place of an image and is in no known format. It was paid for, so it is attached to be kept. */
export class UnreadableImage extends AppError {
  readonly bytes: Uint8Array<ArrayBuffer>

  constructor(bytes: UnreadableImage['bytes'], { code, message, detail }: AppError) {
    super(code, message, { detail })
    this.bytes = bytes
  }
}
