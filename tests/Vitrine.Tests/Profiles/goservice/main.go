// A service with a known shape: two hot functions ten to one, and net/http/pprof on the port of its first argument.
package main

import (
	"context"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime/pprof"
)

var sink uint64

//go:noinline
func hot(n int) { spin(n) }

//go:noinline
func warm(n int) { spin(n) }

//go:noinline
func spin(n int) {
	x := sink
	for i := 0; i < n; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	sink = x
}

func main() {
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		panic(err)
	}
	go func() {
		pprof.Do(context.Background(), pprof.Labels("model", "tiny", "route", "/v1/<chat>"), func(context.Context) {
			// Rounds far shorter than the time between two samples: of a round as long as that, each sample would hit the same place.
			for {
				hot(100_000)
				warm(10_000)
			}
		})
	}()
	panic(http.Serve(listener, nil))
}
