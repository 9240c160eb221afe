import { app } from 'electron'

/**
 * To be called before the program is ready: Chromium's network process is started with these switches. Where QUIC turns
 * out to be broken while a request is under way, Chromium sends that request again over TCP, one that costs money too.
 * Over HTTP/2 it does the same with a stream that the server refuses or a connection that answers no ping, even where
 * the whole request has arrived (`HttpNetworkTransaction::HandleIOError`).
 */
export function prepareNetwork(): void {
  app.commandLine.appendSwitch('disable-quic')
  app.commandLine.appendSwitch('disable-http2')
}
