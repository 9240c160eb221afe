/** A started child process, whatever kind of process it is. */
export interface ChildPort {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the process has ended for whatever reason. */
  onExit(listener: (code: number | null) => void): void
  kill(): void
  /** What it wrote last on its standard streams; empty where they are the program's own. */
  lastWords(): string
}

/** Gathers the end of what a process writes: what it says before an abort is often all that is known of it. */
export class LastWords {
  #text = ''

  listen(stream: NodeJS.ReadableStream | null): void {
    stream?.on('data', (chunk: Buffer) => (this.#text = (this.#text + chunk.toString('utf8')).slice(-keptChars)))
  }

  read(): string {
    return this.#text
  }
}

const keptChars = 4_000
