/** A started imaging process, whatever kind of process it is. */
export interface ChildPort {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the process has ended for whatever reason. */
  onExit(listener: (code: number | null) => void): void
  kill(): void
}
