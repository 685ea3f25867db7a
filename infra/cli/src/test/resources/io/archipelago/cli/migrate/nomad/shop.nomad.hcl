# A shop as a team that runs Nomad declares it.
variable "version" {
  type = string
}

variable "api_count" {
  default = 4
}

job "shop" {
  datacenters = ["paris", "tokyo"]
  namespace   = "retail"
  priority    = 80

  constraint {
    attribute = "${attr.kernel.name}"
    value     = "linux"
  }

  update {
    max_parallel = 2
  }

  group "api" {
    count = var.api_count

    spread {
      attribute = "${node.datacenter}"
      target "paris" {
        percent = 70
      }
      target "tokyo" {
        percent = 30
      }
    }

    ephemeral_disk {
      size = 500
    }

    service {
      name = "api"
      port = "http"
      connect {
        sidecar_service {
          proxy {
            upstreams {
              destination_name = "Stock_DB"
              local_bind_port  = 8080
            }
          }
        }
      }
    }

    task "api" {
      driver = "docker"
      config {
        image = "registry.example.com/shop/api:${var.version}"
        args  = ["-p", "${NOMAD_PORT_http}"]
      }
      template {
        data        = file("api.tpl")
        destination = "local/api.conf"
      }
      resources {
        cpu    = 1000
        memory = 512
      }
    }

    task "log" {
      driver = "docker"
      config {
        image = "registry.example.com/log:2"
      }
    }
  }

  group "stock" {
    scaling {
      enabled = true
      min     = 2
      max     = 6
    }
    constraint {
      distinct_hosts = true
    }
    affinity {
      attribute = "${node.datacenter}"
      value     = "paris"
      weight    = 100
    }
    task "stock" {
      driver = "exec"
      resources {
        cores  = 2
        memory = 1024
      }
    }
  }
}

job "report" {
  type = "batch"
  group "report" {
    task "report" {
      driver = "exec"
    }
  }
}
