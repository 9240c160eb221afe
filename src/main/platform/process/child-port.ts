/** A started child process of any kind. */
export interface ChildPort {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the process has exited for any reason. */
  onExit(listener: (code: number | null) => void): void
  kill(): void
  /** The end of its output on the standard streams; empty where it shares the program's own streams. */
  lastOutput(): string
}

/** Keeps the tail of a process's output: what it prints before aborting is often the only clue. */
export class OutputTail {
  #text = ''

  listen(stream: NodeJS.ReadableStream | null): void {
    stream?.on('data', (chunk: Buffer) => (this.#text = (this.#text + chunk.toString('utf8')).slice(-keptChars)))
  }

  read(): string {
    return this.#text
  }
}

const keptChars = 4_000
