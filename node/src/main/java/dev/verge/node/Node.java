package dev.verge.node;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.verge.Location;
import dev.verge.Problem;
import dev.verge.data.Bookmarks;
import dev.verge.data.Peers;
import dev.verge.data.mesh.DataMesh;
import dev.verge.data.sql.SqlConfig;
import dev.verge.data.sql.SqlLimits;
import dev.verge.log.Log;
import dev.verge.node.identity.Tokens;
import dev.verge.node.origin.OriginComponents;
import dev.verge.node.origin.OriginProxies;
import dev.verge.node.peer.PeerClient;
import dev.verge.node.peer.PeerServer;
import dev.verge.web.Application;
import dev.verge.web.Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

