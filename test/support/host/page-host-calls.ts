/** What tests call in this process. */
export interface PageHost {
  /** Opens the program on a home and loads its page. */
  open(home: string, env: Readonly<Record<string, string>>): Promise<void>
  /**
   * Closes the program; its page stays until the next one is loaded.
   * @param isAsked whether the page is asked to save before, as when a person quits; otherwise it is as after a crash
   */
  close(isAsked: boolean): Promise<void>
  /** Ends what all programs of the host share. Called once, before the host ends. */
  end(): Promise<void>
}
