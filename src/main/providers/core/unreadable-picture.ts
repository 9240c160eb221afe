import { AppError } from '../../../shared/errors/index.ts'

/** What came in place of a picture is none that Atelier knows. It was paid for, so it travels along to be kept. */
export class UnreadablePicture extends AppError {
  readonly bytes: Uint8Array<ArrayBuffer>

  constructor(bytes: UnreadablePicture['bytes'], { code, message, detail }: AppError) {
    super(code, message, { detail })
    this.bytes = bytes
  }
}
