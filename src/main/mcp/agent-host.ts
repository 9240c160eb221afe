import type { Duplex } from 'node:stream'
import type { AgentHttpState } from '../../shared/domain/agent-settings.ts'

/** Serves MCP to the programs that have connected. */
export interface AgentSessions {
  /** Serves one program until the stream ends. */
  serveStream(stream: Duplex): Promise<void>
  /** A request of streamable HTTP whose token, host and origin have been checked. */
  handleHttp(request: Request): Promise<Response>
  /** Goes on with what agents have begun in a program that has ended. Never rejects. */
  takeUp(): Promise<void>
  /** Whether a call, or what was taken up, is at work. */
  isWorking(): boolean
  /** Resolves when no call and nothing that was taken up is at work. */
  idle(): Promise<void>
  /** Ends all sessions. */
  dispose(): Promise<void>
}

/** Lets programs connect to this process. */
export interface AgentHost {
  http(): AgentHttpState
  isWorking(): boolean
  /** Accepts the current token only, and ends connections that used another. */
  renewToken(): Promise<void>
  /** Ends all sessions. */
  close(): Promise<void>
}
