import { app } from 'electron'

/**
 * Services get sessions of their own (`net-transport.ts`), since the pages' session has no network. Chromium resolves
 * the hosts that a page names in `<link rel="dns-prefetch">` under any content security policy and through no proxy.
 *
 * Must be called before `app` is ready: Chromium's network process is started with these switches. Where QUIC breaks
 * during a request, Chromium resends the request over TCP, even one that costs money. Over HTTP/2 it does the same with
 * a stream that the server refuses or a connection that fails to answer a ping, even where the whole request has
 * arrived (`HttpNetworkTransaction::HandleIOError`).
 */
export function prepareNetwork(): void {
  app.commandLine.appendSwitch('disable-quic')
  app.commandLine.appendSwitch('disable-http2')
  app.commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false')
  // From Electron 44 on, a server that asks for a certificate of the person would get the first one of this computer.
  app.on('select-client-certificate', (event, _contents, _url, _certificates, answer) => {
    event.preventDefault()
    answer()
  })
}
